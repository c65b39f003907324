import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeSignedHttpRequest, generateSigningKey, sha256Hex } from '@holdfast/core';
import { assertShowsNoSecret, canary, secret, secretsContract } from '@holdfast/testing';
import * as oauth from '../../src/index.ts';
import { createBench, scopes, type TestBench } from '../sts/make-client.ts';
import { thumbprints } from '../sts/scripted-credentials.ts';
import { origin, tenant } from '../sts/scripted-sts.ts';

/*
 * The canary stands for the client secret, for what the authority and the API answer, and for everything a caller passes that is not
 * a name: it must be in no error and in no event.
 */
const { jwk } = await generateSigningKey();
const credential = oauth.createSecretCredential(canary);
const bench = (options: Parameters<typeof createBench>[0] = {}): TestBench => createBench({ credential, ...options });
const pop = { scopes, authenticationScheme: 'pop' } as const;
const api = `https://api.example/${canary}`;

/** A bench whose authority answers with the canary wherever it says something of its own. */
function answering(
  behaviour: TestBench['sts']['behaviour'],
  options: Parameters<typeof createBench>[0] = {},
): TestBench {
  const made = bench(options);
  made.sts.behaviour = behaviour;
  return made;
}

const acquire = ({ client }: TestBench, request: object = {}) => client.acquireTokenForClient({ scopes, ...request });

/** A client whose metadata document, or whose whole authority, is one response. */
const withMetadata = (respond: () => Response | Promise<Response>) =>
  acquire(bench({ transport: async () => respond() }));

const document = (issuer: string, endpoint: string) => () => Response.json({ issuer, token_endpoint: endpoint });

async function withoutMtlsEndpoint(): Promise<unknown> {
  const respond = document(`${origin}/${tenant}/v2.0`, `${origin}/${tenant}/oauth2/v2.0/token`);
  const made = bench({ certificates: true, transport: async () => respond() });
  made.credentials.current = { ...made.credentials.named(canary), parameters: { client_assertion: canary } };
  return acquire(made, { authenticationScheme: 'mtls_pop' });
}

async function discarded(): Promise<unknown> {
  const { client } = bench();
  const token = await client.acquireTokenForClient(pop);
  client.discardProofKey(token.bindingThumbprint ?? '');
  return client.signHttpRequest({ token, request: { method: 'GET', url: api }, nonce: canary });
}

async function oneTenantTooMany(): Promise<unknown> {
  const { client } = bench({ proofKeys: { perTenant: true, maxTenants: 1 } });
  await client.acquireTokenForClient(pop);
  return client.acquireTokenForClient({ ...pop, tenantId: 'other.example' });
}

async function throttled(): Promise<unknown> {
  const made = answering({ reply: { status: 429, headers: { 'retry-after': '7' }, json: { error: canary } } });
  await acquire(made).catch(() => undefined);
  return acquire(made);
}

async function repeated(): Promise<unknown> {
  const accessTokenSha256ToRefresh = await sha256Hex(canary);
  return acquire(answering({ members: { access_token: canary } }), { accessTokenSha256ToRefresh });
}

const echo = {
  error: canary,
  error_description: `AADSTS7000215: ${canary}`,
  suberror: canary,
  claims: JSON.stringify({ access_token: { canary } }),
  trace_id: canary,
  correlation_id: canary,
};

const boundFetch = (options: object = {}) =>
  oauth.createBoundFetch({
    client: bench().client,
    scopes,
    origins: ['https://api.example'],
    transport: async () => new Response(canary),
    ...options,
  });

secretsContract('@holdfast/oauth', {
  codes: Object.keys(oauth.oauthErrors),
  exports: oauth,
  provocations: {
    ERR_SCHEME_UNKNOWN: () => acquire(bench(), { authenticationScheme: canary }),
    ERR_SCHEME_UNAVAILABLE: () => acquire(bench(), { authenticationScheme: 'mtls_pop', shrClaims: undefined }),
    ERR_SCHEME_PARAMETERS: [
      () => acquire(bench(), { shrNonce: canary, resourceRequestMethod: 'GET', resourceRequestUri: api }),
      () => acquire(bench(), { ...pop, protocolScheme: 'bearer' }),
    ],
    ERR_SCHEME_KEY_ID: () => acquire(bench(), { ...pop, keyId: canary, jwk: { ...jwk, kid: `${canary}2` } }),
    ERR_BINDING_CERTIFICATE: [
      () => bench().client.presentCertificate({ x5tS256: canary, x5c: [canary], subject: canary, notAfter: 0 }),
      () => bench().client.currentCertificate(),
    ],
    ERR_PROOF_KEY_UNKNOWN: () =>
      bench().client.signHttpRequest({
        token: { accessToken: canary, tokenType: 'pop', bindingThumbprint: canary },
        request: { method: 'GET', url: api },
      }),
    ERR_PROOF_KEY_DISCARDED: discarded,
    ERR_PROOF_KEY_LIMIT: oneTenantTooMany,
    ERR_TENANT_REQUIRED: () => acquire(bench(), { tenantId: 'common' }),
    ERR_METADATA_UNREACHABLE: [
      () => withMetadata(() => Promise.reject(new Error('no route'))),
      () => withMetadata(() => new Response(canary, { status: 500 })),
    ],
    ERR_METADATA_REFUSED: () => withMetadata(() => Response.json({ ...echo, error_codes: [90_002] }, { status: 400 })),
    ERR_METADATA_MALFORMED: [() => withMetadata(() => new Response(canary)), () => withMetadata(document('', canary))],
    ERR_METADATA_ISSUER: () => withMetadata(document(`https://${canary}.example/`, canary)),
    ERR_METADATA_ENDPOINT: () => withMetadata(document(`${origin}/${tenant}/v2.0`, `https://${canary}.example/`)),
    ERR_METADATA_MTLS: () => withoutMtlsEndpoint(),
    ERR_CLIENT_ASSERTION: () =>
      acquire(bench({ credential: oauth.createAssertionCredential(() => ({ canary }) as never) })),
    ERR_TOKEN_REQUEST_REFUSED: [
      () => acquire(answering({ reply: { status: 401, json: echo } })),
      () => acquire(answering({ reply: { status: 500, body: canary } })),
      () => acquire(answering({ reply: { status: 302, headers: { location: api } } })),
    ],
    ERR_TOKEN_REPLY_MALFORMED: [
      () => acquire(answering({ reply: { body: canary } })),
      () => acquire(answering({ members: { expires_in: canary } })),
      () => acquire(answering({ members: { access_token: `${canary} ${canary}` } })),
    ],
    ERR_TOKEN_TYPE_DOWNGRADED: () => acquire(answering({ members: { token_type: canary } }), pop),
    ERR_TOKEN_TYPE_UNEXPECTED: () => acquire(answering({ members: { token_type: canary } })),
    ERR_TOKEN_NOT_BOUND: [
      () => acquire(answering({ claims: { cnf: { [canary]: canary } } }), pop),
      () => acquire(answering({ claims: { cnf: { kid: canary } } }), pop),
      () => acquire(answering({ members: { access_token: canary } }), pop),
    ],
    ERR_REVOKED_TOKEN_REPEATED: repeated,
    ERR_TOKEN_ENDPOINT_THROTTLED: throttled,
    ERR_TOKEN_ENDPOINT_UNREACHABLE: () => acquire(answering({ reply: { fail: new Error('no route') } })),
    ERR_TOKEN_ENDPOINT_TIMEOUT: () => acquire(answering({ after: new Promise(() => undefined) }, { timeoutMs: 1 })),
    ERR_TOKEN_HASH_MALFORMED: () => acquire(bench(), { accessTokenSha256ToRefresh: canary }),
    ERR_FORCE_REFRESH_WITH_TOKEN_HASH: () =>
      acquire(bench(), { accessTokenSha256ToRefresh: '0'.repeat(64), forceRefresh: true }),
    ERR_FETCH_ORIGIN: () => boundFetch()(`https://thief.example/${canary}`),
    ERR_FETCH_AUTHORIZATION: () => boundFetch()(api, { headers: { authorization: canary } }),
    ERR_FETCH_TRANSPORT: () => boundFetch({ authenticationScheme: 'mtls_pop' }),
    ERR_FETCH_BODY_TOO_LARGE: () => boundFetch({ maxBodyBytes: 4 })(api, { method: 'POST', body: canary }),
  },
});

/** Every event there is, to be seen below: a new one does not compile until it is. */
const eventNames = {
  'token.acquired': true,
  'token.failed': true,
  'token.state': true,
  'token.unbound': true,
  'certificate.retried': true,
  'key.generated': true,
  'key.rotated': true,
  'key.discarded': true,
  'store.failed': true,
  'option.dangerous': true,
} as const satisfies Readonly<Record<oauth.ClientEvent['name'], true>>;

/** A certificate that is refused and was replaced, and then one that cannot be had. */
async function provokeCertificateEvents(emit: (event: oauth.ClientEvent) => void): Promise<void> {
  const { client, sts, credentials } = bench({ certificates: true, emit });
  const request = { scopes, authenticationScheme: 'mtls_pop', allowUnboundFallback: true };
  credentials.next = credentials.named(thumbprints[1]);
  let answers = 0;
  sts.behaviour = {
    reply: () => {
      answers += 1;
      if (answers === 1) sts.behaviour = {};
      return { status: 401, json: { ...echo, error: 'invalid_client', error_codes: [700_027] } };
    },
  };
  assert.equal((await client.acquireTokenForClient(request)).bindingThumbprint, thumbprints[1]);
  credentials.bind = () =>
    Promise.reject(new oauth.BindingUnavailable({ certificate: 'none', cause: new Error(canary) }));
  assert.equal((await client.acquireTokenForClient(request)).unboundFallback, true);
}

describe('events of a client keep secrets', () => {
  it('whatever happens, and of every kind', async () => {
    const events: oauth.ClientEvent[] = [];
    const seen: string[] = [];
    const store = { read: async () => canary, write: () => Promise.reject(new Error(canary)) };
    const made = answering({}, { emit: (event) => events.push(event), tokenStore: store });
    const answers = [
      new Response(null, { status: 401, headers: { 'www-authenticate': `PoP nonce="${canary}"` } }),
      new Response(null, { headers: { 'authentication-info': `nextnonce="${canary}2"` } }),
    ];
    const call = oauth.createBoundFetch({
      client: made.client,
      scopes,
      origins: ['http://localhost'],
      transport: async (request) => {
        seen.push(request.headers.get('authorization') ?? '');
        return answers.shift() ?? new Response();
      },
      events: (event) => events.push(event),
      [oauth.dangerouslyAllowLoopbackHttp]: true,
    });
    const bearer = await made.client.acquireTokenForClient({ scopes });
    await call('http://localhost/', { method: 'POST', body: canary, headers: { 'content-type': 'text/plain' } });
    const token = await made.client.acquireTokenForClient({
      ...pop,
      claims: JSON.stringify({ id_token: { canary: null } }),
    });
    await made.client.acquireTokenForClient({
      ...pop,
      resourceRequestMethod: 'GET',
      resourceRequestUri: api,
      shrNonce: canary,
      shrClaims: canary,
    });
    await made.client.rotateProofKey();
    await provokeCertificateEvents((event) => events.push(event));
    made.client.discardProofKey(token.bindingThumbprint ?? '');
    made.sts.behaviour = { reply: { status: 401, json: echo } };
    await assert.rejects(made.client.acquireTokenForClient({ scopes, forceRefresh: true }));

    assert.equal(decodeSignedHttpRequest(seen[1]?.slice(4) ?? '').jws.payload['nonce'], canary, 'the canary was used');
    assert.deepEqual(new Set(events.map(({ name }) => name)), new Set(Object.keys(eventNames)));
    const secrets = [secret('bearer token', bearer.accessToken), secret('bound token', token.accessToken)];
    for (const [index, proof] of seen.entries()) secrets.push(secret(`proof ${index}`, proof));
    for (const event of events) assertShowsNoSecret(event, secrets);
  });
});
