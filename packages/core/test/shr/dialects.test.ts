import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../src/base/strict-json.ts';
import type { ShrDialect } from '../../src/shr/dialects.ts';
import type { ReceivedRequest } from '../../src/shr/verify.ts';
import { outcomeOf } from '../fixtures/refusals.ts';
import {
  boundKey,
  now,
  prove,
  received,
  rsaKey,
  signProof,
  strictClaims,
  verifyProof,
} from '../fixtures/signed-requests.ts';

const all: readonly ShrDialect[] = ['strict', 'msal-browser', 'msal-dotnet'];
const wrapped = (kid: JsonValue, extra: JsonObject = {}) =>
  Buffer.from(JSON.stringify({ kid, ...extra })).toString('base64url');

interface Sent {
  readonly claims?: JsonObject;
  readonly header?: Readonly<Record<string, JsonValue | undefined>>;
  readonly request?: Partial<ReceivedRequest>;
  readonly dialects?: readonly ShrDialect[];
}

/** What msal-browser sends for `GET https://api.example/orders?page=2&sort=name`. */
function browser({ claims = {}, header = {}, request = {}, dialects = all }: Sent = {}): Promise<string> {
  return outcomeOf(async () => {
    const verified = await prove({
      key: rsaKey,
      header: { kid: wrapped(rsaKey.thumbprint), ...header },
      claims: {
        nonce: '01a1f99e-d19d-7e9c-9b56-679968da9a31',
        q: [[], 'page=2&sort=name'],
        client_claims: '{"a":1}',
        cnf: { jwk: { alg: 'RS256', ext: true, key_ops: ['verify'], ...rsaKey.jwk } },
        ...claims,
      },
      request,
      options: { dialects },
    });
    assert.equal(verified.dialect, 'msal-browser');
  });
}

/** What MSAL.NET sends for the same request. */
function dotnet({ claims = {}, header = {}, request = {}, dialects = all }: Sent = {}): Promise<string> {
  return outcomeOf(async () => {
    const { q: _q, ...unsignedQuery } = await strictClaims(received, rsaKey);
    const nonce = '81da490f46c3494eba8c6e25a45a4d0f';
    const verified = await prove({
      key: rsaKey,
      header,
      claims: { ...unsignedQuery, q: undefined, nonce, ...claims },
      request,
      options: { dialects },
    });
    assert.equal(verified.dialect, 'msal-dotnet');
  });
}

describe('dialect msal-browser, enabled', () => {
  for (const [what, sent] of [
    ['the usual proof', {}],
    ['a lower-cased path', { request: { path: '/Orders' } }],
    ['a lower-cased query', { request: { query: 'Page=2&sort=NAME' } }],
    ['a slash that it adds', { claims: { p: '/orders/', q: undefined }, request: { query: '' } }],
    ['a slash that it keeps', { claims: { p: '/orders/' }, request: { path: '/orders/' } }],
    ['an empty path (https://h.com?q=1)', { claims: { p: '' }, request: { path: '/' } }],
    ['no q where there is no query', { claims: { q: undefined }, request: { query: '' } }],
    ['a query that ends in a slash, which it drops', { request: { query: 'page=2&sort=name/' } }],
    ['a query with repeated names', { claims: { q: [[], 'b=1&b=2&c'] }, request: { query: 'b=1&b=2&c' } }],
    ['an explicit default port', { claims: { u: 'api.example:443' } }],
    ['another port', { claims: { u: 'api.example:8443' }, request: { host: 'api.example:8443' } }],
    ['an address of IPv6 with the default port', { claims: { u: '[::1]:443' }, request: { host: '[::1]' } }],
    ['no client claims', { claims: { client_claims: undefined } }],
    ['a path in the case that was written (the address had a fragment)', { claims: { p: '/Orders' } }],
  ] as const satisfies readonly (readonly [string, Sent])[]) {
    it(`accepts ${what}`, async () => assert.equal(await browser(sent), 'accepted'));
  }

  for (const [what, sent, code] of [
    ['another path', { request: { path: '/orders/7' } }, 'ERR_SHR_PATH'],
    ['two slashes more', { claims: { p: '/orders//' } }, 'ERR_SHR_PATH'],
    ['a path decoded on the way', { claims: { p: '/a%2fb' }, request: { path: '/a/b' } }, 'ERR_SHR_PATH'],
    ['an empty path for another one', { claims: { p: '' } }, 'ERR_SHR_PATH'],
    ['no path', { claims: { p: undefined } }, 'ERR_SHR_CLAIM_MISSING'],
    ['no method', { claims: { m: undefined } }, 'ERR_SHR_CLAIM_MISSING'],
    ['no host', { claims: { u: undefined } }, 'ERR_SHR_CLAIM_MISSING'],
    ['a method in lower case', { claims: { m: 'get' } }, 'ERR_SHR_METHOD'],
    ['another host', { claims: { u: 'evil.example' } }, 'ERR_SHR_HOST'],
    [
      'the default port where another is used',
      { claims: { u: 'api.example:8443:443' }, request: { host: 'api.example:8443' } },
      'ERR_SHR_HOST',
    ],
    ['another port', { claims: { u: 'api.example:8443' } }, 'ERR_SHR_HOST'],
    ['user information', { claims: { u: 'user:pw@api.example' } }, 'ERR_SHR_HOST'],
    ['a parameter more', { request: { query: 'page=2&sort=name&admin' } }, 'ERR_SHR_QUERY'],
    ['a parameter less', { request: { query: 'page=2' } }, 'ERR_SHR_QUERY'],
    ['parameters in another order', { request: { query: 'sort=name&page=2' } }, 'ERR_SHR_QUERY'],
    ['a query where none was signed', { claims: { q: undefined } }, 'ERR_SHR_QUERY'],
    ['a query where an empty one was signed', { claims: { q: [[], ''] } }, 'ERR_SHR_QUERY'],
    ['another spelling of a value', { claims: { q: [[], 'a=%2fb'] }, request: { query: 'a=/b' } }, 'ERR_SHR_QUERY'],
    ['the hashed query of the strict dialect', { claims: { q: undefined } }, 'ERR_SHR_QUERY'],
    ['names beside the raw query', { claims: { q: [['page'], 'page=2&sort=name'] } }, 'ERR_SHR_QUERY'],
    ['a raw query that is no list', { claims: { q: 'page=2&sort=name' } }, 'ERR_SHR_CLAIM_MALFORMED'],
    ['a header hash that is wrong', { claims: { h: [['accept'], 'x'] } }, 'ERR_SHR_HEADERS'],
    ['a body hash without a body', { claims: { b: 'x' } }, 'ERR_SHR_BODY_UNAVAILABLE'],
    ['a proof that is too old', { claims: { ts: now - 301 } }, 'ERR_SHR_STALE'],
    ['a proof from the future', { claims: { ts: now + 61 } }, 'ERR_SHR_FUTURE'],
    ['the kid of another key', { header: { kid: wrapped(boundKey.thumbprint) } }, 'ERR_SHR_KEY_MISMATCH'],
    ['no key', { claims: { cnf: undefined } }, 'ERR_SHR_CNF'],
    ['another key', { claims: { cnf: { jwk: { ...boundKey.jwk } } } }, 'ERR_SHR_KEY_MISMATCH'],
  ] as const satisfies readonly (readonly [string, Sent, string])[]) {
    it(`refuses ${what}`, async () => assert.equal(await browser(sent), code));
  }

  for (const [what, kid] of [
    ['with a second member', wrapped(rsaKey.thumbprint, { alg: 'RS256' })],
    ['named twice', Buffer.from(`{"kid":"${boundKey.thumbprint}","kid":"${rsaKey.thumbprint}"}`).toString('base64url')],
    ['in a list', wrapped([rsaKey.thumbprint])],
    ['that is no thumbprint', wrapped('x'.repeat(43))],
    ['with blanks', Buffer.from(`{ "kid" : "${rsaKey.thumbprint}" }`).toString('base64url')],
    ['with padding', `${wrapped(rsaKey.thumbprint)}=`],
    ['wrapped twice', wrapped(wrapped(rsaKey.thumbprint))],
    ['as JSON without base64url', JSON.stringify({ kid: rsaKey.thumbprint })],
  ] as const) {
    it(`refuses a kid ${what}: it is not the shape of the client`, async () => {
      assert.equal(await browser({ header: { kid } }), 'ERR_SHR_KEY_MISMATCH');
      assert.equal(await browser({ header: { kid }, dialects: ['msal-browser'] }), 'ERR_SHR_DIALECT');
    });
  }
});

describe('dialect msal-dotnet, enabled', () => {
  for (const [what, sent] of [
    ['the usual proof', {}],
    ['a host in mixed case', { claims: { u: 'API.example' } }],
    ['any query: the client signs none', { request: { query: 'admin&x=1&x=2' } }],
  ] as const satisfies readonly (readonly [string, Sent])[]) {
    it(`accepts ${what}`, async () => assert.equal(await dotnet(sent), 'accepted'));
  }

  for (const [what, sent, code] of [
    ['another path', { claims: { p: '/orders/' } }, 'ERR_SHR_PATH'],
    ['a path in another case', { claims: { p: '/Orders' } }, 'ERR_SHR_PATH'],
    ['another host', { claims: { u: 'api.example:443' } }, 'ERR_SHR_HOST'],
    ['a method in lower case', { claims: { m: 'get' } }, 'ERR_SHR_METHOD'],
    ['a proof that is too old', { claims: { ts: now - 301 } }, 'ERR_SHR_STALE'],
    ['the kid of another key', { header: { kid: boundKey.thumbprint } }, 'ERR_SHR_KEY_MISMATCH'],
    ['another key', { claims: { cnf: { jwk: { ...boundKey.jwk } } } }, 'ERR_SHR_KEY_MISMATCH'],
  ] as const satisfies readonly (readonly [string, Sent, string])[]) {
    it(`refuses ${what}`, async () => assert.equal(await dotnet(sent), code));
  }

  // A proof that only lacks its query is a strict proof with a hole, not a proof of this client.
  for (const [what, sent] of [
    ['without a kid', { header: { kid: undefined } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['without a key', { claims: { cnf: undefined } }],
    ['without a method', { claims: { m: undefined } }],
    ['with a jti', { claims: { jti: 'j' } }],
    ['with client claims', { claims: { client_claims: '{}' } }],
    ['with h', { claims: { h: [[], '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'] } }],
    ['with b', { claims: { b: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU' } }],
    ['with a claim of its own', { claims: { extra: 'v' } }],
    ['with toString for a claim', { claims: { nonce: undefined, toString: 'n' } }],
  ] as const satisfies readonly (readonly [string, Sent])[]) {
    it(`is not recognised ${what}`, async () => {
      assert.notEqual(await dotnet(sent), 'accepted');
      assert.equal(await dotnet({ ...sent, dialects: ['msal-dotnet'] }), 'ERR_SHR_DIALECT');
    });
  }
});

describe('dialects that are not enabled', () => {
  it('refuses a proof of msal-browser with the exact code', async () => {
    assert.equal(await browser({ dialects: ['strict'] }), 'ERR_SHR_DIALECT');
    assert.equal(await browser({ dialects: ['msal-dotnet'] }), 'ERR_SHR_DIALECT');
    assert.equal(await browser({ dialects: ['strict', 'msal-dotnet'] }), 'ERR_SHR_DIALECT');
    assert.equal(await browser({ dialects: [] }), 'ERR_SHR_DIALECT');
  });

  it('refuses a proof of MSAL.NET with the exact code', async () => {
    assert.equal(await dotnet({ dialects: ['strict'] }), 'ERR_SHR_CLAIM_MISSING');
    assert.equal(await dotnet({ dialects: ['msal-browser'] }), 'ERR_SHR_DIALECT');
    assert.equal(await dotnet({ dialects: ['strict', 'msal-browser'] }), 'ERR_SHR_CLAIM_MISSING');
    assert.equal(await dotnet({ dialects: [] }), 'ERR_SHR_DIALECT');
  });

  it('refuses a strict proof where strict is not enabled', async () => {
    for (const dialects of [['msal-browser'], ['msal-dotnet'], ['msal-browser', 'msal-dotnet'], []] as const) {
      assert.equal(await outcomeOf(() => prove({ options: { dialects } })), 'ERR_SHR_DIALECT');
    }
  });

  it('is strict unless told', async () => assert.equal((await prove()).dialect, 'strict'));
});

describe('enabling every dialect', () => {
  it('changes nothing for a strict proof, whatever request it comes with', async () => {
    const text = await signProof({ claims: { nonce: 'n' } });
    const request = fc.record({
      method: fc.constantFrom('GET', 'get', 'POST'),
      host: fc.constantFrom('api.example', 'API.example', 'api.example:443'),
      path: fc.constantFrom('/orders', '/Orders', '/orders/', '/orders//', '/'),
      query: fc.constantFrom(
        'page=2&sort=name',
        'PAGE=2&sort=name',
        'page=2&sort=name/',
        'sort=name&page=2',
        '',
        'a&a',
      ),
    });
    await fc.assert(
      fc.asyncProperty(request, async (sent) => {
        const strict = await outcomeOf(() => verifyProof(text, { request: sent }));
        assert.equal(await outcomeOf(() => verifyProof(text, { request: sent, options: { dialects: all } })), strict);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves a strict proof strict', async () => {
    for (const header of [{}, { kid: undefined }]) {
      assert.equal((await prove({ header, options: { dialects: all } })).dialect, 'strict');
      assert.equal((await prove({ header, options: { dialects: [...all].reverse() } })).dialect, 'strict');
    }
  });
});
