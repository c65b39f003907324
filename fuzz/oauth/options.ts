import { isJsonObject } from '@holdfast/core';
import { createBoundFetch, parseAuthority, parseKnownAuthorities } from '@holdfast/oauth';
import { canary } from '@holdfast/testing';
import fc from 'fast-check';
import { keys } from '../artefacts/keys.ts';
import { boundToken, createFuzzClient, expectSilentEvents, replyWith, scopes } from '../artefacts/token-client.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { jsonValue } from '../mutate/json.ts';
import { mutantsOf, piece } from '../mutate/text.ts';

const addresses = mutantsOf(
  'https://login.example/contoso.example',
  'https://login.example/contoso.example/v2.0',
  'https://login.example:8443/8E1F9A0E-1111-4111-8111-5f2d3c4b5a69/',
  'https://user:secret@login.example/common?x#y',
);

const authority = defineTarget({
  name: 'oauth/authority-url',
  shortRuns: 800,
  arbitrary: addresses,
  run: async (address) => {
    const outcome = await attempt(() => parseAuthority(address), { misuse: 'TypeError' });
    if (!outcome.accepted) return;
    const { origin, tenant } = outcome.value;
    expect(
      new URL(origin).protocol === 'https:' && new URL(origin).origin === origin,
      'accepts an origin that is none',
    );
    expect(/^[a-z0-9][a-z0-9.-]*$/.test(tenant), 'accepts a tenant that is none');
    expect(new URL(address).pathname.toLowerCase().split('/')[1] === tenant, 'takes another tenant');
  },
});

const known = defineTarget({
  name: 'oauth/known-authorities',
  shortRuns: 800,
  arbitrary: mutantsOf(
    'login.example',
    'https://login.example',
    'login.example:8443',
    'LOGIN.example',
    'http://x',
    'a@b',
  ),
  run: async (entry) => {
    const outcome = await attempt(() => parseKnownAuthorities([entry]), { misuse: 'TypeError' });
    if (!outcome.accepted) return;
    const [origin = ''] = outcome.value;
    expect(
      new URL(origin).protocol === 'https:' && new URL(origin).origin === origin,
      'trusts what is no https origin',
    );
  },
});

const origins = defineTarget({
  name: 'oauth/fetch-origins',
  shortRuns: 500,
  arbitrary: fc.tuple(mutantsOf('https://api.example', 'https://api.example:8490', 'http://localhost'), addresses),
  run: async ([origin, address]) => {
    const sent: string[] = [];
    const token = { accessToken: 'x', tokenType: 'pop' as const, bindingThumbprint: keys.holder.thumbprint };
    const client = {
      acquireTokenForClient: async () => ({
        ...token,
        expiresOn: new Date(0),
        refreshOn: new Date(0),
        scopes,
        correlationId: '',
        fromCache: true,
        tokenSource: 'cache' as const,
      }),
      signHttpRequest: async () => 'PoP x',
    };
    const transport = async (request: Request): Promise<Response> => {
      sent.push(new URL(request.url).origin);
      return new Response();
    };
    const made = await attempt(() => createBoundFetch({ client, scopes, origins: [origin], transport }), {
      misuse: 'TypeError',
    });
    if (!made.accepted || !URL.canParse(address)) return;
    const url = new URL(address);
    // The platform's fetch refuses credentials in an address by itself.
    if (url.username + url.password !== '') return;
    await attempt(() => made.value(url));
    expect(
      sent.every((one) => one === new URL(origin).origin && one.startsWith('https:')),
      'carries the token elsewhere',
    );
  },
});

const accessToken = await boundToken({ kid: keys.holder.thumbprint });
const proofMembers = [
  'confirmation',
  'keyId',
  'jwk',
  'resourceRequestMethod',
  'resourceRequestUri',
  'shrNonce',
  'shrClaims',
];
// Tenants and correlation ids are told in events: they are names, not secrets.
const publicPiece = piece.filter((text) => !text.includes(canary));
const scheme = fc.oneof(
  fc.constantFrom('pop', 'PoP', 'POP', 'bearer', 'Bearer', 'mtls_pop', 'dpop', ''),
  piece,
  jsonValue,
);

const request = defineTarget({
  name: 'oauth/token-request',
  shortRuns: 400,
  arbitrary: chosenMembers({
    scopes: fc.oneof({ weight: 8, arbitrary: fc.constant(scopes) }, { weight: 1, arbitrary: jsonValue }),
    authenticationScheme: scheme,
    protocolScheme: scheme,
    claims: fc.oneof(fc.constantFrom('{"access_token":{"xms_cc":null}}', 'e30=', `{"x":"${canary}"`), jsonValue),
    accessTokenSha256ToRefresh: fc.oneof(fc.constant('0'.repeat(64)), jsonValue),
    forceRefresh: jsonValue,
    tenantId: fc.oneof(fc.constantFrom('contoso.example', 'common'), publicPiece, jsonValue),
    confirmation: fc.oneof(fc.constantFrom('kid', 'jwk'), jsonValue),
    keyId: fc.oneof(fc.constantFrom('label', canary), jsonValue),
    jwk: fc.oneof(fc.constantFrom(JSON.stringify(keys.holder.jwk), { ...keys.holder.jwk, d: canary }), jsonValue),
    resourceRequestMethod: fc.oneof(fc.constantFrom('GET', 'get', canary), jsonValue),
    resourceRequestUri: fc.oneof(fc.constantFrom('https://api.example/', `https://${canary}@`, 'http://x'), jsonValue),
    shrNonce: fc.oneof(fc.constant(canary), jsonValue),
    shrClaims: fc.oneof(fc.constant(canary), jsonValue),
    correlationId: fc.oneof(fc.constant('one'), publicPiece, jsonValue),
    [canary]: jsonValue,
  }),
  run: async (options) => {
    const bodies: URLSearchParams[] = [];
    const client = createFuzzClient({
      token: async (asked) => {
        const form = new URLSearchParams(await asked.text());
        bodies.push(form);
        const isPop = form.get('token_type') === 'pop';
        return replyWith(
          JSON.stringify({ token_type: isPop ? 'pop' : 'Bearer', expires_in: 3600, access_token: accessToken }),
        );
      },
    });
    const outcome = await attempt(() => client.acquireTokenForClient(options as never), { misuse: 'TypeError' });
    expectSilentEvents();
    const named = Object.entries(options)
      .filter(([, value]) => value !== undefined)
      .map(([name]) => name);
    const wishes = [options['authenticationScheme'], options['protocolScheme']].filter((wish) => wish !== undefined);
    const meansBearer = wishes.every((wish) => String(wish).toLowerCase() === 'bearer');
    const wantsProof = !meansBearer || named.some((name) => proofMembers.includes(name));
    expect(!named.includes(canary) || !outcome.accepted, 'ignores an unknown member');
    for (const form of bodies) {
      expect(!wantsProof || form.get('token_type') === 'pop', 'asks for a bearer token where a bound one was meant');
      expect(
        (form.get('token_type') === 'pop') === form.has('req_cnf'),
        'names a scheme without a key, or a key without',
      );
      expect(!sendsPrivateKey(form.get('req_cnf')), 'sends a private key');
    }
    if (outcome.accepted)
      expect(!wantsProof || outcome.value.tokenType === 'pop', 'returns a bearer token as a bound one');
  },
});

/** Scopes, mostly good, and up to four other members: more would always hold one that is refused first. */
function chosenMembers(
  members: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<Record<string, unknown>> {
  const { scopes: scope, ...others } = members;
  return fc.subarray(Object.keys(others), { maxLength: 4 }).chain((names) =>
    fc.record({
      scopes: scope as fc.Arbitrary<unknown>,
      ...Object.fromEntries(names.map((name) => [name, others[name] as fc.Arbitrary<unknown>])),
    }),
  );
}

/** What programmers pass: addresses, origins, and requests for tokens. */
export const optionTargets: readonly FuzzTarget[] = [authority, known, origins, request];

function sendsPrivateKey(reqCnf: string | null): boolean {
  const value: unknown = reqCnf === null ? {} : JSON.parse(Buffer.from(reqCnf, 'base64url').toString());
  return isJsonObject(value) && ['d', 'p', 'q', 'k', 'oth'].some((name) => Object.hasOwn(value, name));
}
