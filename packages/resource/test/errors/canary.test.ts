import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { coreErrors, encodeUtf8, type JsonObject, ReplayStoreFull } from '@holdfast/core';
import * as resource from '@holdfast/resource';
import { forwardedCertificates } from '@holdfast/resource/forwarded';
import { createAdminRevocationFeed } from '@holdfast/resource/revocation-feed';
import { authenticateRequest } from '@holdfast/resource/web';
import { assertShowsNoSecret, canary, secret, secretsContract } from '@holdfast/testing';
import { otherCertificate, ownCertificate, ownCertificateThumbprint } from '../fixture/certificates.ts';
import { incoming, makeValidator } from '../fixture/judge.ts';
import {
  audience,
  authorityOrigin,
  clock,
  issuerJwks,
  keys,
  mintToken,
  now,
  origin,
  otherTenant,
  signRequest,
  tenant,
} from '../fixture/people.ts';

// Every token holds the canary in its claims, and every request has it wherever the refusal in question leaves room.
const kid = keys.client.thumbprint;
const cnf = { kid };
const unusual: JsonObject = { [canary]: canary };
const mint = (claims: JsonObject = {}, ...more: [key?: typeof keys.issuer, header?: object]) =>
  mintToken({ ...unusual, cnf, ...claims }, ...more);

type Options = Parameters<typeof makeValidator>[0];
type Changes = Partial<resource.IncomingRequest>;

async function judge(authorization: string | null, changes: Changes = {}, options: Options = {}): Promise<unknown> {
  return makeValidator(options).authenticate(incoming(authorization, changes));
}

/** A request with a good proof over a token. */
async function proved(claims: JsonObject = {}, changes: Changes = {}, options: Options = {}): Promise<unknown> {
  return judge(`PoP ${await signRequest({ accessToken: await mint(claims) })}`, changes, options);
}

const bearer = async (claims: JsonObject, options: Options = {}) => judge(`Bearer ${await mint(claims)}`, {}, options);
const nonced = async (nonce: string | undefined): Promise<unknown> =>
  judge(
    `PoP ${await signRequest({ accessToken: await mint(), ...(nonce === undefined ? {} : { nonce }) })}`,
    {},
    { nonce: {} },
  );

async function staleNonce(): Promise<unknown> {
  let ms = clock();
  const validator = makeValidator({ nonce: { secret: encodeUtf8(canary) }, clock: () => ms });
  const first = await validator
    .authenticate(incoming(null))
    .catch((failure: resource.AuthenticationFailure) => failure);
  const nonce = /nonce="([^"]+)"/.exec((first as resource.AuthenticationFailure).challenges[0] ?? '')?.[1] ?? '';
  ms += 302_000;
  const accessToken = await mint({ exp: now() + 7200 });
  clock.advance(302);
  const proof = await signRequest({ accessToken, nonce });
  clock.advance(-302);
  return validator.authenticate(incoming(`PoP ${proof}`));
}

async function replayed(): Promise<unknown> {
  const validator = makeValidator();
  const request = incoming(`PoP ${await signRequest({ accessToken: await mint() })}`);
  await validator.authenticate(request);
  return validator.authenticate(request);
}

const issuerWith = (jwks: JsonObject, more: object = {}) => ({
  issuers: resource
    .entraIssuers({ authority: authorityOrigin, tenants: [tenant], jwks })
    .map((one) => ({ ...one, ...more })),
});
const remote = (respond: () => Promise<Response>) => ({
  issuers: resource.entraIssuers({ authority: authorityOrigin, tenants: [tenant] }),
  transport: respond,
});
const failing = (failure: Error): Options => ({ replay: { store: { claimOnce: () => Promise.reject(failure) } } });
const [issuerKey] = issuerJwks['keys'] as readonly JsonObject[];

secretsContract('@holdfast/resource', {
  codes: Object.keys(resource.resourceErrors),
  exports: resource,
  provocations: {
    ERR_CREDENTIAL_MISSING: () => judge(null, { target: `/${canary}` }),
    ERR_CREDENTIAL_REPEATED: () =>
      judge(null, {
        headers: [
          ['authorization', canary],
          ['Authorization', canary],
        ],
      }),
    ERR_CREDENTIAL_TOO_LARGE: () => judge(`PoP ${canary.repeat(2000)}`),
    ERR_CREDENTIAL_MALFORMED: [() => judge(`PoP ${canary} ${canary}`), () => judge(` ${canary}`)],
    ERR_CREDENTIAL_SCHEME: () => judge(`${canary} ${canary}`),
    ERR_INCOMING_TARGET: () => proved({}, { target: canary }),
    ERR_INCOMING_BODY: bodyTooLong,
    ERR_PROOF_MALFORMED: () => judge(`PoP ${canary}`),
    ERR_TOKEN_MALFORMED: () => judge(`Bearer ${canary}.${canary}.${canary}`),
    ERR_TOKEN_TYPE: async () => judge(`Bearer ${await mint({}, keys.issuer, { typ: canary })}`),
    ERR_TOKEN_NOT_ACCESS_TOKEN: [
      () => bearer({ nonce: canary }),
      () => bearer({ roles: undefined }),
      () => bearer({ azp: undefined }),
    ],
    ERR_ISSUER_UNKNOWN: () => bearer({ iss: `https://${canary}/` }),
    ERR_ISSUER_TENANT: [
      () => bearer({ tid: canary }),
      () => bearer({ tid: otherTenant, iss: `${authorityOrigin}/${otherTenant}/v2.0` }),
    ],
    ERR_TOKEN_ALGORITHM: async () => judge(`Bearer ${await mint({}, keys.client)}`),
    ERR_ISSUER_KEY_UNKNOWN: async () => judge(`Bearer ${await mint({}, keys.issuer, { kid: canary })}`),
    ERR_ISSUER_KEY_FOREIGN: () =>
      bearer({}, issuerWith({ keys: [{ ...issuerKey, issuer: `https://${canary}/{tenantid}/v2.0` }] })),
    ERR_ISSUER_KEYS_UNAVAILABLE: [
      () =>
        bearer(
          {},
          remote(async () => new Response(canary, { status: 500 })),
        ),
      () =>
        bearer(
          {},
          remote(async () => new Response(`{"${canary}"`, { headers: { 'content-type': 'application/json' } })),
        ),
      () =>
        bearer(
          {},
          remote(async () => Response.json({ keys: [{ kty: canary }] })),
        ),
      () =>
        bearer(
          {},
          remote(async () => Response.json({ keys: [{ ...issuerKey, d: canary }] })),
        ),
    ],
    ERR_TOKEN_SIGNATURE: async () => {
      const [header, , signature] = (await mint()).split('.');
      return judge(`Bearer ${header}.${(await mint({ sub: canary })).split('.')[1]}.${signature}`);
    },
    ERR_TOKEN_CLAIM: [() => bearer({ aud: [canary] }), () => bearer({ exp: canary }), () => bearer({ scp: [canary] })],
    ERR_TOKEN_AUDIENCE: () => bearer({ aud: canary }),
    ERR_TOKEN_EXPIRED: () => bearer({ iat: 1, nbf: 1, exp: 2 }),
    ERR_TOKEN_NOT_YET_VALID: () => bearer({ nbf: now() + 900 }),
    ERR_BINDING_CNF: [() => bearer({ cnf: { [canary]: canary } }), () => bearer({ cnf: { kid: canary } })],
    ERR_BINDING_UNBOUND: () => bearer({ cnf: undefined }),
    ERR_BINDING_BOUND: () => bearer({}, { proof: 'bearer-only' }),
    ERR_BINDING_PROOF_MISSING: () => bearer({}),
    ERR_BINDING_PROOF_UNEXPECTED: () => proved({ cnf: { 'x5t#S256': ownCertificateThumbprint } }),
    ERR_CERTIFICATE_MISSING: () => bearer({ cnf: { 'x5t#S256': ownCertificateThumbprint } }),
    ERR_CERTIFICATE_MISMATCH: async () =>
      judge(`mtls_pop ${await mint({ cnf: { 'x5t#S256': ownCertificateThumbprint } })}`, {
        certificate: otherCertificate,
      }),
    ERR_CERTIFICATE_EXPIRED: async () =>
      judge(`mtls_pop ${await mint({ cnf: { 'x5t#S256': ownCertificateThumbprint } })}`, {
        certificate: { ...ownCertificate, notAfter: 0 },
      }),
    ERR_CERTIFICATE_RESUMED: () => mutual(resumedWithoutCertificate),
    ERR_CERTIFICATE_HOP: () => forwarded([['client-cert', canary]], {}),
    ERR_CERTIFICATE_FORWARDED: [
      () => forwarded([['client-cert', canary]]),
      () => forwarded([['client-cert', `:${canary}:`]]),
      () => forwarded([['client-cert', `:${Buffer.from(canary).toString('base64')}:`]]),
      () => forwarded([['client_cert', canary]]),
      () => forwarded([['client-cert-chain', canary]]),
    ],
    ERR_CERTIFICATE_UNVERIFIED: () =>
      forwarded([
        ['x-client-cert', canary],
        ['x-client-verify', canary],
      ]),
    ERR_CERTIFICATE_USAGE: () => mutual({ certificate: { ...ownCertificate, extendedKeyUsage: [canary] } }),
    ERR_CERTIFICATE_REVOKED: () =>
      mutual({ certificate: ownCertificate }, { clientCertificates: { isRevoked: () => true } }),
    ERR_CERTIFICATE_UNCHECKED: () =>
      mutual(
        { certificate: ownCertificate },
        { clientCertificates: { isRevoked: () => Promise.reject(new Error('connection lost')) } },
      ),
    ERR_PROOF_SIGNATURE: async () => {
      const parts = (await signRequest({ accessToken: await mint() })).split('.');
      const other = (await signRequest({ accessToken: await mint() })).split('.');
      return judge(`PoP ${parts[0]}.${parts[1]}.${other[2]}`);
    },
    ERR_TOKEN_REVOKED: () =>
      proved(
        {},
        {},
        revokedBy(() => ({ ...everything, value: canary })),
      ),
    ERR_REVOCATION_UNKNOWN: [
      () =>
        proved(
          { xms_cc: ['cp1', canary] },
          {},
          revokedBy(() => undefined),
        ),
      () =>
        proved(
          {},
          {},
          revokedBy(() => {
            throw new Error('connection lost');
          }),
        ),
    ],
    ERR_PERMISSION_SCOPE: () => required({ requiredScopes: ['read'] }, { scp: canary, roles: undefined }),
    ERR_PERMISSION_ROLE: () => required({ requiredRoles: ['Orders.Write'] }, { roles: [canary] }),
    ERR_NONCE_MISSING: () => nonced(undefined),
    ERR_NONCE_STALE: staleNonce,
    ERR_NONCE_UNKNOWN: () => nonced(canary),
    ERR_REPLAY_REPEATED: replayed,
    ERR_REPLAY_FULL: () => proved({}, {}, failing(new ReplayStoreFull('ERR_REPLAY_STORE_FULL'))),
    ERR_REPLAY_FAILED: () => proved({}, {}, failing(new Error('connection lost'))),
    ERR_CLAIMS_INSUFFICIENT: () => resource.claimsChallenge({ access_token: { nbf: { essential: true } } }),
    ERR_AUTHENTICATE_INTERNAL: () => proved({}, {}, { clock: clockThatBreaks() }),
  },
});

const everything = { kind: 'uti', value: 'x', revokedAt: 0, expiresAt: 0 } as const;

/** A feed that is lost, and still says something. */
function revokedBy(covers: resource.RevocationFeed['covers']): Options {
  return { revocation: { feed: { covers, secondsBehind: () => Number.POSITIVE_INFINITY } } };
}

// A socket as Node has it after a TLS session was resumed that began without a certificate.
const resumedWithoutCertificate: Changes = {
  connection: { getPeerX509Certificate: () => undefined, isSessionReused: () => true },
};

async function mutual(changes: Changes, options: Options = {}): Promise<unknown> {
  return judge(`mtls_pop ${await mint({ cnf: { 'x5t#S256': ownCertificateThumbprint } })}`, changes, options);
}

async function forwarded(
  lines: resource.IncomingRequest['headers'],
  connection: resource.IncomingConnection = { remoteAddress: '127.0.0.1' },
): Promise<unknown> {
  const trustedHops = [{ addresses: '127.0.0.1' }];
  const isStructured = lines.some(([name]) => name.startsWith('client'));
  const reader = isStructured
    ? forwardedCertificates({ from: 'rfc9440', trustedHops })
    : forwardedCertificates({ from: 'nginx', header: 'x-client-cert', verifyHeader: 'x-client-verify', trustedHops });
  const token = await mint({ cnf: { 'x5t#S256': ownCertificateThumbprint } });
  const headers = [['authorization', `mtls_pop ${token}`] as const, ...lines];
  return judge(
    null,
    { headers, connection },
    {
      clientCertificates: { [resource.dangerouslyTrustForwardedCertificate]: reader },
    },
  );
}

async function bodyTooLong(): Promise<unknown> {
  const request = new Request(`${origin}/orders`, {
    method: 'POST',
    headers: { authorization: `PoP ${canary}` },
    body: canary,
  });
  const answer = await authenticateRequest(makeValidator(), request, { keepBodyBytes: 4 });
  return answer instanceof Response ? answer.json() : answer;
}

async function required(requirements: resource.Requirements, claims: JsonObject): Promise<unknown> {
  const proof = await signRequest({ accessToken: await mint(claims) });
  return makeValidator().authenticate(incoming(`PoP ${proof}`), requirements);
}

// A fault on this side that no step foresees.
function clockThatBreaks(): () => number {
  let looks = 0;
  return () => {
    looks += 1;
    if (looks > 1) throw new RangeError('the clock is broken');
    return clock();
  };
}

describe('proofs that are refused for one claim keep secrets', () => {
  const changes: Readonly<Record<string, Changes>> = {
    ERR_SHR_METHOD: { method: canary },
    ERR_SHR_PATH: { target: `/${canary}` },
    ERR_SHR_QUERY: { target: `/orders?${canary}` },
    ERR_SHR_QUERY_UNSIGNABLE: { target: `/orders?${canary}&${canary}` },
  };
  for (const [code, change] of Object.entries(changes)) {
    it(`${code}, in the words of the proof room`, async () => {
      const failure = await proved({}, change).then(
        () => assert.fail('accepted'),
        (error: resource.AuthenticationFailure) => error,
      );
      assert.equal(failure.code, code);
      assert.ok(Object.hasOwn(coreErrors, code));
      assertShowsNoSecret([failure, resource.buildFailureResponse(failure)]);
    });
  }
});

/** Every event there is, to be seen below: a new one does not compile until it is. */
const eventNames = {
  'request.authenticated': true,
  'request.refused': true,
  'replay.refused': true,
  'replay.unavailable': true,
  'issuer.refreshed': true,
  'issuer.failed': true,
  'revocation.failed': true,
  'token.revoked-used': true,
  'revocation.feed-current': true,
  'revocation.feed-lost': true,
  'option.dangerous': true,
} as const satisfies Readonly<Record<resource.ResourceEvent['name'], true>>;

/** What a feed tells whose server says marked things, before and after it is sound. */
async function feedEvents(): Promise<readonly resource.ResourceEvent[]> {
  const events: resource.ResourceEvent[] = [];
  const streamOf = (text: string) => new Response(text, { headers: { 'content-type': 'text/event-stream' } });
  const answers = [new Response(canary, { status: 403 }), streamOf(`event: ${canary}\n\n`)];
  const feed = createAdminRevocationFeed({
    url: `https://admin.example/${canary}`,
    key: canary,
    transport: async () => answers.shift() ?? streamOf(`event: current\nid: ${canary}\n\n`),
    events: (event) => events.push(event),
  });
  await feed.untilCurrent();
  await feed.close();
  assertShowsNoSecret(feed);
  return events;
}

describe('events of a validator keep secrets', () => {
  it('whatever happens, and of every kind', async () => {
    const events: resource.ResourceEvent[] = [];
    const answers = [new Response(canary, { status: 500 }), Response.json(issuerJwks)];
    let ms = clock();
    const validator = resource.createTokenValidator({
      ...remote(async () => answers.shift() ?? Response.json(issuerJwks)),
      audience,
      origins: origin,
      nonce: 'off',
      clock: () => ms,
      events: (event) => events.push(event),
    });
    const accessToken = await mint();
    const proof = await signRequest({ accessToken });
    const request = incoming(`PoP ${proof}`, {
      headers: [
        ['authorization', `PoP ${proof}`],
        [canary, canary],
      ],
    });
    await assert.rejects(validator.authenticate(request));
    ms += 2000;
    await validator.authenticate(request);
    await assert.rejects(validator.authenticate(request));
    const full = makeValidator(failing(new ReplayStoreFull('ERR_REPLAY_STORE_FULL')));
    await assert.rejects(full.authenticate(request));
    const unsure = makeValidator({
      clientCertificates: {
        isRevoked: () => Promise.reject(new Error('connection lost')),
        [resource.dangerouslyTrustForwardedCertificate]: () => ({
          ...ownCertificate,
          thumbprint: ownCertificateThumbprint,
        }),
      },
    });
    const mtls = await mint({ cnf: { 'x5t#S256': ownCertificateThumbprint } });
    await assert.rejects(unsure.authenticate(incoming(`mtls_pop ${mtls}`)));
    const revoked = makeValidator(revokedBy(() => ({ ...everything, value: canary })));
    await assert.rejects(revoked.authenticate(request));
    const all = [...events, ...full.events, ...unsure.events, ...revoked.events, ...(await feedEvents())];
    assert.deepEqual(new Set(all.map(({ name }) => name)), new Set(Object.keys(eventNames)));
    for (const event of all) assertShowsNoSecret(event, [secret('access token', accessToken), secret('proof', proof)]);
  });
});
