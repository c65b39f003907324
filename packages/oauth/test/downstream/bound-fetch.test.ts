import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { decodeSignedHttpRequest, encodeClaimsChallenge, type JsonObject } from '@holdfast/core';
import {
  createFakeTransport,
  createGate,
  type FakeReply,
  type FakeTransport,
  type RecordedRequest,
  type ScriptedReply,
} from '@holdfast/testing';
import { EmbeddedJWK, jwtVerify } from 'jose';
import { type BoundFetchOptions, createBoundFetch } from '../../src/downstream/bound-fetch.ts';
import type { BoundFetch } from '../../src/downstream/fetch-loop.ts';
import { createBench, scopes, type TestBench, until } from '../sts/make-client.ts';

const api = 'https://api.example';
const claims = { access_token: { nbf: { essential: true } } };
const claimsChallenge = {
  'www-authenticate': `Bearer realm="", authorization_uri="https://evil.example/authorize", error="insufficient_claims", claims="${encodeClaimsChallenge(claims)}"`,
};
const nonceChallenge = (nonce: string) => ({ 'www-authenticate': `PoP nonce="${nonce}"` });

interface ApiBench extends TestBench {
  readonly boundFetch: BoundFetch;
  readonly api: FakeTransport;
}

function bench(reply: ScriptedReply | readonly ScriptedReply[], options: Partial<BoundFetchOptions> = {}): ApiBench {
  const parts = createBench();
  const transport = createFakeTransport({ '*': reply });
  const boundFetch = createBoundFetch({ client: parts.client, scopes, origins: [api], transport, ...options });
  return { ...parts, boundFetch, api: transport };
}

function proofOf(request: RecordedRequest): JsonObject {
  const [scheme, proof] = (request.headers.get('authorization') ?? '').split(' ');
  assert.equal(scheme, 'PoP');
  return decodeSignedHttpRequest(proof ?? '').jws.payload;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');

test('m u p q h b ts jti are signed, and an independent library verifies the proof', async () => {
  const { boundFetch, api: sent, clock } = bench({ json: { ok: true } });
  const body = JSON.stringify({ item: 'näil', count: 2 });
  const response = await boundFetch(`${api}/Orders/%7Eme?b=2&a=1`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  assert.deepEqual(await response.json(), { ok: true });
  const [request] = sent.requests;
  assert.equal(request!.body, body);
  const payload = proofOf(request!);
  assert.equal(payload['m'], 'POST');
  assert.equal(payload['u'], 'api.example');
  assert.equal(payload['p'], '/Orders/%7Eme');
  assert.deepEqual(payload['q'], [['b', 'a'], hash('b=2&a=1')]);
  assert.deepEqual(payload['h'], [['content-type'], hash('content-type: application/json')]);
  assert.equal(payload['b'], hash(body));
  assert.equal(payload['ts'], Math.floor(clock() / 1000));
  assert.equal(typeof payload['jti'], 'string');
  const proof = request!.headers.get('authorization')!.slice('PoP '.length);
  const { jwk } = payload['cnf'] as { jwk: JsonObject };
  const { protectedHeader } = await jwtVerify(proof, (header) => EmbeddedJWK({ ...header, jwk } as never), {
    typ: 'pop',
  });
  assert.equal(protectedHeader.kid, jwk['kid']);
});

test('every request has a proof of its own, and the token comes from the cache', async () => {
  const { boundFetch, api: sent, sts } = bench({});
  await boundFetch(`${api}/orders`);
  await boundFetch(new URL(`${api}/orders`));
  await boundFetch(new Request(`${api}/orders`));
  const ids = sent.requests.map((request) => proofOf(request)['jti']);
  assert.equal(new Set(ids).size, 3);
  assert.equal(sts.tokenRequests().length, 1);
});

test('another origin is refused, not sent without a token', async () => {
  const { boundFetch, api: sent, sts } = bench({});
  const addresses = [
    'https://api.example.evil.example/',
    'https://evil.example/',
    'http://api.example/',
    'https://api.example:444/',
    'https://sub.api.example/',
    'https://api.example./',
    'data:text/plain,x',
  ];
  for (const address of addresses) await assert.rejects(boundFetch(address), { code: 'ERR_FETCH_ORIGIN' }, address);
  await assert.rejects(boundFetch('https://user:password@api.example/'), TypeError);
  // In a page, an address without an origin is one of the page's own origin.
  const refused = (error: Error): boolean =>
    error instanceof TypeError || Reflect.get(error, 'code') === 'ERR_FETCH_ORIGIN';
  await assert.rejects(boundFetch('/orders'), refused);
  assert.equal(sent.requests.length, 0);
  assert.equal(sts.transport.requests.length, 0);
});

test('a request of the mode no-cors is refused: the header would be taken off, and the rest sent with cookies', async () => {
  const { boundFetch, api: sent } = bench({ json: {} });
  const wish = { method: 'POST', body: 'x', mode: 'no-cors' } as const;
  const hasModes = new Request(`${api}/orders`, wish).mode === 'no-cors';
  if (hasModes) await assert.rejects(boundFetch(`${api}/orders`, wish), TypeError);
  // Workers know no modes, and take no header off.
  else await boundFetch(`${api}/orders`, wish);
  assert.deepEqual(
    sent.requests.map((request) => proofOf(request)['m']),
    hasModes ? [] : ['POST'],
  );
});

test('the default port and the letter case of the host are the same origin', async () => {
  const { boundFetch, api: sent } = bench({});
  await boundFetch('https://API.example:443/orders');
  assert.equal(proofOf(sent.requests[0]!)['u'], 'api.example');
});

test("a caller's own Authorization header is refused", async () => {
  const { boundFetch, api: sent } = bench({});
  const refused = boundFetch(`${api}/`, { headers: { AUTHORIZATION: 'Bearer x' } });
  await assert.rejects(refused, { code: 'ERR_FETCH_AUTHORIZATION' });
  assert.equal(sent.requests.length, 0);
});

test('a redirect is returned as it is, whatever the caller asks for', async () => {
  const { boundFetch, api: sent } = bench({ status: 302, headers: { location: 'https://evil.example/' } });
  const response = await boundFetch(`${api}/`, { redirect: 'follow' });
  assert.equal(response.status, 302);
  assert.equal(sent.requests.length, 1);
  assert.equal(sent.requests[0]!.request.redirect, 'manual');
});

test('a body is held up to the limit, streams included', async () => {
  const { boundFetch, api: sent } = bench({}, { maxBodyBytes: 10 });
  await boundFetch(`${api}/`, { method: 'POST', body: '0123456789' });
  await assert.rejects(boundFetch(`${api}/`, { method: 'POST', body: '0123456789x' }), {
    code: 'ERR_FETCH_BODY_TOO_LARGE',
  });
  const stream = new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(4));
    },
  });
  const endless = boundFetch(`${api}/`, { method: 'POST', body: stream, duplex: 'half' } as RequestInit);
  await assert.rejects(endless, { code: 'ERR_FETCH_BODY_TOO_LARGE' });
  assert.equal(sent.requests.length, 1);
});

test('a nonce challenge is answered once, with body and all', async () => {
  const { boundFetch, api: sent } = bench([{ status: 401, headers: nonceChallenge('n1') }, { json: 1 }]);
  const response = await boundFetch(`${api}/`, { method: 'PUT', body: 'body' });
  assert.equal(response.status, 200);
  assert.equal(sent.requests.length, 2);
  assert.equal(proofOf(sent.requests[0]!)['nonce'], undefined);
  assert.equal(proofOf(sent.requests[1]!)['nonce'], 'n1');
  assert.equal(sent.requests[1]!.body, 'body');
  assert.notEqual(proofOf(sent.requests[0]!)['jti'], proofOf(sent.requests[1]!)['jti']);
});

test('a server that always wants another nonce gets one answer per call', async () => {
  let count = 0;
  const { boundFetch, api: sent } = bench(() => {
    count += 1;
    return { status: 401, headers: nonceChallenge(`n${count}`) };
  });
  assert.equal((await boundFetch(`${api}/`)).status, 401);
  assert.equal(sent.requests.length, 2);
});

test('nextnonce is remembered for its origin and no other (RFC 9110 section 11.6.3)', async () => {
  const other = 'https://other.example';
  const reply = ({ url }: RecordedRequest): FakeReply =>
    url.origin === api ? { headers: { 'authentication-info': 'nextnonce="n2"' } } : {};
  const { boundFetch, api: sent } = bench(reply, { origins: [api, other] });
  await boundFetch(`${api}/`);
  await boundFetch(`${other}/`);
  await boundFetch(`${api}/`);
  assert.deepEqual(
    sent.requests.map((request) => proofOf(request)['nonce']),
    [undefined, undefined, 'n2'],
  );
});

test('a claims challenge is taken to our own authority, once', async () => {
  const { boundFetch, api: sent, sts } = bench([{ status: 401, headers: claimsChallenge }, { json: 1 }]);
  const response = await boundFetch(`${api}/`);
  assert.equal(response.status, 200);
  assert.equal(sts.tokenRequests().length, 2);
  assert.deepEqual(JSON.parse(sts.tokenRequests()[1]!.form.get('claims')!), claims);
  assert.ok(sts.transport.requests.every(({ url }) => url.origin === 'https://login.example'));
  assert.notEqual(proofOf(sent.requests[0]!)['at'], proofOf(sent.requests[1]!)['at']);
  assert.ok(proofOf(sent.requests[1]!), 'still a bound token');
});

test('one nonce and one claims challenge, then what came', async () => {
  const both = { ...nonceChallenge('n1') };
  const { boundFetch, api: sent } = bench([
    { status: 401, headers: both },
    { status: 401, headers: claimsChallenge },
    { status: 401, headers: claimsChallenge, body: 'last' },
  ]);
  const response = await boundFetch(`${api}/`);
  assert.equal(await response.text(), 'last');
  assert.equal(sent.requests.length, 3);
});

test('100 requests whose token is refused together refresh it once', async () => {
  let refused: unknown;
  const { boundFetch, client, sts } = bench((request) =>
    proofOf(request)['at'] === refused ? { status: 401, headers: claimsChallenge } : {},
  );
  refused = (await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' })).accessToken;
  const all = await Promise.all(Array.from({ length: 100 }, () => boundFetch(`${api}/`)));
  assert.ok(all.every(({ status }) => status === 200));
  assert.equal(sts.tokenRequests().length, 2);
});

test('a refusal that arrives when the token was refreshed already costs no request', async () => {
  const challenged = createGate();
  const gate = createGate();
  const {
    boundFetch,
    sts,
    api: sent,
  } = bench([
    { status: 401, headers: claimsChallenge, after: challenged.opened },
    { status: 401, headers: claimsChallenge, after: gate.opened },
    { json: 'first' },
    { json: 'second' },
  ]);
  const refreshed = createGate();
  const first = boundFetch(`${api}/`);
  await until(() => sent.requests.length === 1);
  sts.behaviour = { after: refreshed.opened };
  const second = boundFetch(`${api}/`);
  await until(() => sent.requests.length === 2);
  challenged.open();
  await until(() => sts.tokenRequests().length === 2);
  refreshed.open();
  assert.equal(await (await first).json(), 'first');
  gate.open();
  assert.equal(await (await second).json(), 'second');
  assert.equal(sts.tokenRequests().length, 2);
});

test('challenges that are malformed or not ours leave the response as it is', async () => {
  const headers = [
    'Bearer error="insufficient_claims", claims="%%%"',
    'Bearer error="invalid_token"',
    'Bearer resource_metadata="https://evil.example/.well-known/oauth-protected-resource"',
    'PoP nonce=""',
    `PoP nonce="${'n'.repeat(2000)}"`,
    'PoP nonce="a", nonce="b"',
    'DPoP error="use_dpop_nonce"',
    'Basic realm="x"',
    '"',
  ];
  for (const header of headers) {
    const { boundFetch, api: sent, sts } = bench({ status: 401, headers: { 'www-authenticate': header }, body: 'no' });
    const response = await boundFetch(`${api}/`);
    assert.equal(await response.text(), 'no', header);
    assert.equal(sent.requests.length, 1, header);
    assert.equal(sts.tokenRequests().length, 1);
  }
  const { boundFetch, api: sent } = bench({ status: 403, headers: nonceChallenge('n') });
  await boundFetch(`${api}/`);
  assert.equal(sent.requests.length, 1);
});

test('bearer is sent only by whoever asked for it, and answers no nonce challenge', async () => {
  const { boundFetch, api: sent } = bench(
    { status: 401, headers: nonceChallenge('n') },
    { authenticationScheme: 'Bearer' },
  );
  await boundFetch(`${api}/`);
  assert.match(sent.requests[0]!.headers.get('authorization')!, /^Bearer /);
  assert.equal(sent.requests.length, 1);
  const unspecified = bench({});
  await unspecified.boundFetch(`${api}/`);
  proofOf(unspecified.api.requests[0]!);
});

test('a downgraded token is never sent', async () => {
  const authority = bench({});
  authority.sts.behaviour = { members: { token_type: 'Bearer' } };
  await assert.rejects(authority.boundFetch(`${api}/`), { code: 'ERR_TOKEN_TYPE_DOWNGRADED' });
  const weakClient = {
    acquireTokenForClient: async () => ({ accessToken: 't', tokenType: 'Bearer' }),
    signHttpRequest: async () => 'Bearer t',
  };
  const client = bench({}, { client: weakClient as unknown as BoundFetchOptions['client'] });
  await assert.rejects(client.boundFetch(`${api}/`), { code: 'ERR_TOKEN_TYPE_DOWNGRADED' });
  assert.equal(authority.api.requests.length + client.api.requests.length, 0);
});

test('a query that names a parameter twice cannot be signed, and is not sent', async () => {
  const { boundFetch, api: sent } = bench({});
  await assert.rejects(boundFetch(`${api}/?a=1&a=2`), { code: 'ERR_SHR_QUERY_UNSIGNABLE' });
  assert.equal(sent.requests.length, 0);
});

test('an abort rejects with the reason of the caller, like fetch', async () => {
  const reason = new Error('gone');
  const { boundFetch } = bench({ after: new Promise(() => {}) });
  const early = boundFetch(`${api}/`, { signal: AbortSignal.abort(reason) });
  await assert.rejects(early, (error) => error === reason);
  const leaving = new AbortController();
  const late = boundFetch(`${api}/`, { signal: leaving.signal });
  setImmediate(() => leaving.abort(reason));
  await assert.rejects(late, (error) => error === reason);
});

test('AT-POP by bound fetch: the whole key travels in the token request', async () => {
  const { boundFetch, sts } = bench({ json: {} }, { confirmation: 'jwk' });
  await boundFetch(`${api}/`);
  const reqCnf = sts.tokenRequests()[0]?.form.get('req_cnf') ?? '';
  assert.match(Buffer.from(reqCnf, 'base64url').toString(), /"kty":"EC"/);
});

test('an option that does not exist is a mistake, not a default', () => {
  const misspelt = { authenticatonScheme: 'pop' } as Partial<BoundFetchOptions>;
  assert.throws(() => bench({ json: {} }, misspelt), TypeError);
});

test('claims of another shape are no challenge: the response comes back as it is, also to a client with capabilities', async () => {
  const odd = { access_token: { xms_cc: 'text' } };
  const header = `Bearer error="insufficient_claims", claims="${encodeClaimsChallenge(odd)}"`;
  const parts = createBench({ capabilities: ['cp1'] });
  const transport = createFakeTransport({ '*': { status: 401, headers: { 'www-authenticate': header } } });
  const boundFetch = createBoundFetch({ client: parts.client, scopes, origins: [api], transport });
  assert.equal((await boundFetch(`${api}/`)).status, 401);
  assert.equal(parts.sts.tokenRequests().length, 1);
});
