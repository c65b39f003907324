import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compactVerify, importJWK } from 'jose';
import type { JsonObject } from '../../src/base/strict-json.ts';
import type { SigningKey } from '../../src/keys/signing-key.ts';
import { createSignedHttpRequest } from '../../src/shr/create.ts';
import { decodeSignedHttpRequest } from '../../src/shr/decode.ts';
import type { ShrDialect } from '../../src/shr/dialects.ts';
import { createMsalBrowserShr, type MsalBrowserShrOptions } from '../../src/shr/msal-browser-shr.ts';
import { verifySignedHttpRequest } from '../../src/shr/verify.ts';
import { outcomeOf } from '../fixtures/refusals.ts';
import { openVectors } from '../fixtures/shared-vectors.ts';
import { boundKey, clock, now, rsaKey } from '../fixtures/signed-requests.ts';

// What we sign in the place of the real msal-browser 5.29: the same, letter by letter, wherever what it signs is what is sent.

const vectors = openVectors('msal-js.json');
const accessToken = 'the access token';

const create = (url: string, others: Partial<MsalBrowserShrOptions> = {}) =>
  createMsalBrowserShr({ accessToken, key: rsaKey, request: { method: 'GET', url }, clock, ...others });

const payloadOf = (proof: string): JsonObject => decodeSignedHttpRequest(proof).jws.payload;

/** Verifies a proof for what a browser sends for the address. */
function verify(proof: string, url: string, { dialect, key = rsaKey }: { dialect: ShrDialect; key?: SigningKey }) {
  const { host, pathname, search } = new URL(url);
  return outcomeOf(() =>
    verifySignedHttpRequest({
      shr: decodeSignedHttpRequest(proof),
      confirmation: { form: 'kid', thumbprint: key.thumbprint },
      request: { method: 'GET', host, path: pathname, query: search.slice(1), headers: [] },
      dialects: [dialect],
      clock,
    }),
  );
}

// The platform writes these otherwise before it sends them. That client signs the text that was given, and every API refuses it.
const rewritten: Readonly<Record<string, object>> = {
  'https://h.com/p?Q=É': { u: 'h.com', p: '/p', q: [[], 'q=%c3%89'] },
  'https://h.com/a/../b': { u: 'h.com', p: '/b/', q: undefined },
  'https://h.com/a b': { u: 'h.com', p: '/a%20b/', q: undefined },
};
// No host, or credentials in the place of one.
const unsignable = ['/rel/path', 'h.com/x', 'https://user:pw@h.com/a'];
// The verifier knows the port that https leaves out: tokens do not travel over plain http.
const plain = 'http://h.com:80/x';
// A repeated name cannot be covered by a hash of parameters (draft section 7.5), though it can be signed raw.
const repeated = 'https://h.com/a?b=1&b=2&c';

describe('msal-js.json, every address, signed in both dialects', { skip: vectors.skip }, () => {
  const rows = vectors.rows('urlDecomposition') as unknown as readonly (JsonObject & { readonly url: string })[];

  it('has all 27 of them', () => assert.equal(rows.length, 27));

  for (const { url, u, p, q } of rows) {
    if (unsignable.includes(url)) {
      it(`${url} is refused`, async () => {
        await assert.rejects(create(url), { code: 'ERR_SHR_CLAIM_MALFORMED', claim: 'u' });
      });
      continue;
    }
    it(`${url} is signed as that client does, and verified`, async () => {
      const proof = await create(url);
      const { u: host, p: path, q: query } = payloadOf(proof);
      assert.deepEqual({ u: host, p: path, q: query }, rewritten[url] ?? { u, p, q });
      assert.equal(await verify(proof, url, { dialect: 'msal-browser' }), url === plain ? 'ERR_SHR_HOST' : 'accepted');
      assert.equal(await verify(proof, url, { dialect: 'strict' }), 'ERR_SHR_DIALECT');
    });
    it(`${url} is signed strictly, and verified`, async () => {
      const options = { accessToken, key: rsaKey, request: { method: 'GET', url }, clock };
      if (url === repeated) {
        await assert.rejects(createSignedHttpRequest(options), { code: 'ERR_SHR_QUERY_UNSIGNABLE' });
        return;
      }
      const proof = await createSignedHttpRequest(options);
      assert.equal(await verify(proof, url, { dialect: 'strict' }), 'accepted');
      assert.equal(await verify(proof, url, { dialect: 'msal-browser' }), 'ERR_SHR_DIALECT');
    });
  }
});

describe('msal-js.json, a captured proof', { skip: vectors.skip }, () => {
  const [full] = vectors.rows('shr') as unknown as readonly [
    { readonly headerJson: string; readonly payloadWithoutAt: JsonObject & { readonly cnf: { readonly jwk: object } } },
  ];

  it('has the header and the members that ours has, in the same order', async () => {
    const proof = await create('https://API.contoso.com:8443/V1.0/Me/Messages?Top=5&b=C%20d', {
      request: { method: 'get', url: 'https://API.contoso.com:8443/V1.0/Me/Messages?Top=5&b=C%20d' },
      nonce: 'srv-nonce',
      clientClaims: '{"a":1}',
    });
    const [header = '', payload = ''] = proof.split('.');
    const kid = Buffer.from(JSON.stringify({ kid: rsaKey.thumbprint })).toString('base64url');
    const theirs = { ...JSON.parse(full.headerJson), kid };
    assert.equal(Buffer.from(header, 'base64url').toString(), JSON.stringify(theirs));
    const { n } = rsaKey.jwk as { readonly n: string };
    const jwk = { ...full.payloadWithoutAt.cnf.jwk, n };
    const wanted = { at: accessToken, ...full.payloadWithoutAt, ts: now, cnf: { jwk } };
    assert.equal(Buffer.from(payload, 'base64url').toString(), JSON.stringify(wanted));
  });

  it('is one that jose verifies as well, with either kind of key', async () => {
    for (const key of [rsaKey, boundKey]) {
      const proof = await create('https://h.com/P?Q=1', { key });
      const verified = await compactVerify(proof, await importJWK({ ...key.jwk }, key.alg));
      assert.deepEqual(JSON.parse(Buffer.from(verified.payload).toString()), payloadOf(proof));
      assert.equal(await verify(proof, 'https://h.com/P?Q=1', { dialect: 'msal-browser', key }), 'accepted');
    }
  });
});

describe('a proof in the form of msal-browser', () => {
  const url = 'https://h.com/p';

  it('is not good for another address, in whatever letter case', async () => {
    const proof = await create('https://h.com/P?Q=1');
    for (const [other, code] of [
      ['https://h.com/p2?Q=1', 'ERR_SHR_PATH'],
      ['https://h.com/p?Q=2', 'ERR_SHR_QUERY'],
      ['https://h.com/p', 'ERR_SHR_QUERY'],
      ['https://h.com:8443/p?Q=1', 'ERR_SHR_HOST'],
    ] as const) {
      assert.equal(await verify(proof, other, { dialect: 'msal-browser' }), code);
    }
  });

  it('carries a UUID where the server gave no nonce, another one each time', async () => {
    const nonces = [await create(url), await create(url, { nonce: '' })].map((proof) => payloadOf(proof)['nonce']);
    for (const nonce of nonces) assert.match(String(nonce), /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.notEqual(...(nonces as [string, string]));
  });

  it('takes more claims, which may replace the time and the nonce and nothing that is covered', async () => {
    const payload = payloadOf(await create(url, { nonce: 'n1', claims: { extra: 'v', nonce: 'n2', ts: 7 } }));
    assert.deepEqual([payload['extra'], payload['nonce'], payload['ts']], ['v', 'n2', 7]);
    for (const name of ['at', 'm', 'u', 'p', 'q', 'client_claims', 'cnf']) {
      await assert.rejects(create(url, { claims: { [name]: 'x' } }), {
        code: 'ERR_SHR_CLAIM_MALFORMED',
        claim: name,
      });
    }
  });

  it('refuses a method that is none, and a key that shows more than its public half', async () => {
    await assert.rejects(create(url, { request: { method: 'GET /', url } }), { code: 'ERR_SHR_CLAIM_MALFORMED' });
    const jwk = { ...rsaKey.jwk, d: 'AQAB' };
    const leaking = { ...rsaKey, jwk };
    await assert.rejects(create(url, { key: leaking }), { code: 'ERR_JWK_PRIVATE' });
  });

  for (const [written, path, query] of [
    ['https://h.com/P?/', '/p/', undefined],
    ['https://h.com/P?A=1?', '/p', 'a=1'],
    ['https://h.com/P?A=1?/', '/p', 'a=1'],
    ['https://h.com/P?A=1//', '/p', 'a=1/'],
    ['https://h.com#F', '', undefined],
    ['https://h.com/P?#F', '/P', undefined],
    [' https://h.com/P', '/p/', undefined],
  ] as const) {
    it(`reads ${JSON.stringify(written)} as that client does`, async () => {
      const { p, q } = payloadOf(await create(written));
      assert.deepEqual([p, q], [path, query === undefined ? undefined : [[], query]]);
    });
  }
});
