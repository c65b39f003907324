import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSignInRequest, parseTokenRequest } from '../../src/acquire/parse-request.ts';
import type { TokenRequest } from '../../src/request/token-request.ts';

const scopes = ['api://orders/read'];
const parse = (request: object) => parseTokenRequest({ scopes, ...request }, { scheme: 'pop' });
const proof = { resourceRequestMethod: 'get', resourceRequestUri: 'https://api.example/orders' };

describe('a request for a token', () => {
  it('is named by scheme, key and scopes, whatever their order', () => {
    const name = (request: object) => parse(request).tokenName;
    assert.equal(name({ scopes: ['a', 'b'] }), name({ scopes: ['b', 'openid', 'a', 'offline_access'] }));
    const names = [
      {},
      { scopes: ['api://orders/write'] },
      { authenticationScheme: 'bearer' },
      { popKid: 'A'.repeat(43) },
    ];
    assert.equal(new Set(names.map(name)).size, names.length);
  });

  it('takes the scheme of the client, and a word in any letter case', () => {
    assert.equal(parseTokenRequest({ scopes }, { scheme: 'bearer' }).scheme, 'bearer');
    assert.equal(parse({ authenticationScheme: 'PoP' }).scheme, 'pop');
  });

  it('signs the method in upper case', () => {
    assert.deepEqual(parse({ ...proof, shrNonce: 'n', shrClaims: 'c' }).proof, {
      method: 'GET',
      url: 'https://api.example/orders',
      nonce: 'n',
      clientClaims: 'c',
    });
  });

  const wrong: Readonly<Record<string, readonly [object, object]>> = {
    'no scopes': [{ scopes: [] }, { name: 'TypeError' }],
    'a scope with a blank': [{ scopes: ['a b'] }, { name: 'TypeError' }],
    'a method alone': [{ resourceRequestMethod: 'GET' }, { name: 'TypeError' }],
    'an address alone': [{ resourceRequestUri: 'https://api.example/' }, { name: 'TypeError' }],
    'a nonce alone': [{ shrNonce: 'n' }, { name: 'TypeError' }],
    'an address over http': [{ ...proof, resourceRequestUri: 'http://api.example/' }, { name: 'TypeError' }],
    'an address that is none': [{ ...proof, resourceRequestUri: '/orders' }, { name: 'TypeError' }],
    'a key of the page and a request to sign': [{ ...proof, popKid: 'A'.repeat(43) }, { name: 'TypeError' }],
    'a key of the page by another name': [{ popKid: 'my-kid' }, { name: 'TypeError' }],
    'a bearer token and a request to sign': [
      { ...proof, authenticationScheme: 'bearer' },
      { code: 'ERR_SCHEME_PARAMETERS' },
    ],
    'a scheme that pages do not have': [{ authenticationScheme: 'mtls_pop' }, { code: 'ERR_SCHEME_UNAVAILABLE' }],
    'a word that is no scheme': [{ authenticationScheme: 'baerer' }, { code: 'ERR_SCHEME_UNKNOWN' }],
    'a name with a line break': [{ correlationId: 'a\nb' }, { name: 'TypeError' }],
  };
  for (const [name, [request, expected]] of Object.entries(wrong)) {
    it(`is refused with ${name}`, () => {
      assert.throws(() => parse(request as TokenRequest), expected);
    });
  }

  it('of a sign-in needs no scopes, and what comes along by itself does not name its token', () => {
    assert.deepEqual(parseSignInRequest({}, { scheme: 'pop' }).scopes, []);
    assert.deepEqual(parseSignInRequest({ scopes: ['openid', 'a'] }, { scheme: 'pop' }).scopes, ['a']);
  });

  it('refuses text in the place of a list of scopes, of a token and of a sign-in', () => {
    const scopes = 'api://orders/read' as unknown as readonly string[];
    assert.throws(() => parseTokenRequest({ scopes }, { scheme: 'pop' }), TypeError);
    assert.throws(() => parseSignInRequest({ scopes }, { scheme: 'pop' }), TypeError);
  });
});
