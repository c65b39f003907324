import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { sha256Base64url } from '../../src/base/digest.ts';
import type { PublicJwk } from '../../src/jwk/public-jwk.ts';
import { type CreateShrOptions, createSignedHttpRequest } from '../../src/shr/create.ts';
import { decodeSignedHttpRequest } from '../../src/shr/decode.ts';
import { publishedSigningKey, rfc7515Ec, rfc7515Rsa } from '../fixtures/published-keys.ts';
import { outcomeOf, refusedWith } from '../fixtures/refusals.ts';
import { bodyBytes, boundKey, clock, now, verifyProof } from '../fixtures/signed-requests.ts';

type Changes = Partial<Omit<CreateShrOptions, 'request'>> & { readonly request?: Partial<CreateShrOptions['request']> };

function create({ request, ...changes }: Changes = {}): Promise<string> {
  return createSignedHttpRequest({
    accessToken: 'the access token',
    key: boundKey,
    clock,
    ...changes,
    request: { method: 'GET', url: 'https://api.example/orders?page=2&sort=name', ...request },
  });
}

const decoded = async (changes?: Changes) => decodeSignedHttpRequest(await create(changes)).jws;

describe('creating a signed HTTP request (draft-ietf-oauth-signed-http-request-03 section 3)', () => {
  it('covers method, host, path and query, and names the key', async () => {
    const { header, payload } = await decoded();
    assert.deepEqual(header, { typ: 'pop', kid: boundKey.thumbprint, alg: 'ES256' });
    const { jti, ...claims } = payload;
    assert.match(String(jti), /^[\w-]{22}$/);
    assert.deepEqual(claims, {
      at: 'the access token',
      ts: now,
      m: 'GET',
      u: 'api.example',
      p: '/orders',
      q: [['page', 'sort'], await sha256Base64url('page=2&sort=name')],
      cnf: { jwk: { ...boundKey.jwk, kid: boundKey.thumbprint } },
    });
  });

  it('carries nonce, client claims, headers and body where they are given', async () => {
    const { payload } = await decoded({
      nonce: 'n',
      clientClaims: '{"a":1}',
      signHeaders: ['Content-Type'],
      request: { method: 'POST', headers: [['content-type', 'text/plain']], body: bodyBytes('abcd') },
    });
    assert.equal(payload['nonce'], 'n');
    assert.equal(payload['client_claims'], '{"a":1}');
    assert.deepEqual(payload['h'], [['content-type'], await sha256Base64url('content-type: text/plain')]);
    assert.equal(payload['b'], 'iNQmb9TmM40TuEX88olXnSCciXgjuSF9o-Fhk28DFYk');
  });

  it('covers an empty body that is sent, and none that is not', async () => {
    assert.equal((await decoded({ request: { body: bodyBytes('') } })).payload['b'], await sha256Base64url(''));
    assert.equal((await decoded({ request: { body: undefined } })).payload['b'], undefined);
  });

  it('is accepted by the verifier, whatever it covers', async () => {
    const text = await create({
      signHeaders: ['accept'],
      request: { headers: new Headers({ accept: 'application/json' }), body: bodyBytes('x') },
    });
    assert.equal((await verifyProof(text, { request: { body: bodyBytes('x') } })).dialect, 'strict');
  });

  it('names the key by its thumbprint, whatever label it carries', async () => {
    const labelled = { ...boundKey, jwk: { ...boundKey.jwk, kid: 'my key', use: 'sig' } };
    const { header, payload } = await decoded({ key: labelled });
    assert.equal(header.kid, boundKey.thumbprint);
    assert.deepEqual(payload['cnf'], { jwk: { ...boundKey.jwk, kid: boundKey.thumbprint } });
  });

  for (const [url, u, p, query] of [
    ['https://API.example', 'api.example', '/', ''],
    ['https://api.example:443/a', 'api.example', '/a', ''],
    ['https://api.example:8443/a', 'api.example:8443', '/a', ''],
    ['http://localhost:80/a', 'localhost', '/a', ''],
    ['https://[::1]:8443/a', '[::1]:8443', '/a', ''],
    ['https://user:pw@api.example/a', 'api.example', '/a', ''],
    ['https://api.example/a/../b/./c?x=1#y', 'api.example', '/b/c', 'x=1'],
    ['https://api.example/a%2fb%20c', 'api.example', '/a%2fb%20c', ''],
    ['https://api.example/a b?c d=e f', 'api.example', '/a%20b', 'c%20d=e%20f'],
    ['https://api.example/?', 'api.example', '/', ''],
    ['https://api.example/??a', 'api.example', '/', '?a'],
    ['https://bücher.example/é', 'xn--bcher-kva.example', '/%C3%A9', ''],
  ] as const) {
    it(`signs ${url} as it goes on the wire`, async () => {
      const { payload } = await decoded({ request: { url } });
      const names = query === '' ? [] : [query.split('=')[0]];
      assert.deepEqual([payload['u'], payload['p'], payload['q']], [u, p, [names, await sha256Base64url(query)]]);
      assert.deepEqual((await decoded({ request: { url: new URL(url) } })).payload['p'], p);
    });
  }
});

describe('addresses that a key signs for again and again', () => {
  const partsOf = async (url: string | URL) => {
    const { payload } = await decoded({ request: { url } });
    return [payload['u'], payload['p'], payload['q']];
  };
  const expected = async (n: number) => ['api.example', `/${n}`, [['page'], await sha256Base64url(`page=${n}`)]];

  it('are signed as they are, the first time, the second, and when many others came between', async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < 100; n += 1) {
        assert.deepEqual(await partsOf(`https://api.example/${n}?page=${n}`), await expected(n));
        assert.deepEqual(await partsOf('https://api.example/0?page=0'), await expected(0));
      }
    }
  });

  it('are read from a URL as it stands at the time', async () => {
    const url = new URL('https://api.example/1?page=1');
    assert.deepEqual(await partsOf(url), await expected(1));
    url.pathname = '/2';
    url.search = '?page=2';
    assert.deepEqual(await partsOf(url), await expected(2));
  });

  it('are refused every time where they cannot be covered', async () => {
    for (let round = 0; round < 2; round += 1) {
      assert.equal(
        await outcomeOf(() => create({ request: { url: 'https://api.example/?a=1&a=1' } })),
        'ERR_SHR_QUERY_UNSIGNABLE',
      );
      assert.equal(
        await outcomeOf(() => create({ request: { url: 'ftp://api.example/' } })),
        'ERR_SHR_CLAIM_MALFORMED',
      );
    }
  });
});

describe('a request that cannot be covered', () => {
  for (const method of ['', 'get', 'Get', 'GET ', ' GET', 'GET\n', 'G T', '-GET', 'GÉT', 5, null, undefined]) {
    it(`is refused for the method ${JSON.stringify(method)}`, async () => {
      const error = await refusedWith('ERR_SHR_CLAIM_MALFORMED', () =>
        create({ request: { method: method as string } }),
      );
      assert.match(error.message, /\(m\)/);
    });
  }

  for (const url of [
    '',
    '/orders',
    'api.example/orders',
    'https://',
    'https://a b',
    'https://*.example',
    'https://a,b',
    'ftp://api.example',
    'data:,x',
    null,
  ]) {
    it(`is refused for the address ${JSON.stringify(url)}`, async () => {
      const error = await refusedWith('ERR_SHR_CLAIM_MALFORMED', () => create({ request: { url: url as string } }));
      assert.match(error.message, /\(u\)/);
    });
  }

  it('is refused without repeating the address, which may hold a secret', async () => {
    const url = 'https://api.example:port/orders?sig=A-SECRET';
    const error = await create({ request: { url } }).then(assert.fail, (reason: unknown) => reason);
    assert.doesNotMatch(inspect(error, { depth: 10, showHidden: true }), /A-SECRET/);
  });

  for (const query of ['a=1&a=2', 'a=1&', '&', '=1']) {
    it(`is refused for the query ${query}`, async () => {
      const url = `https://api.example/?${query}`;
      assert.equal(await outcomeOf(() => create({ request: { url } })), 'ERR_SHR_QUERY_UNSIGNABLE');
    });
  }

  it('is refused for headers that are absent, repeated or carry the proof', async () => {
    const headers = [
      ['a', '1'],
      ['A', '2'],
      ['authorization', 'PoP x'],
    ] as const;
    for (const name of ['b', 'a', 'Authorization']) {
      assert.equal(await outcomeOf(() => create({ signHeaders: [name], request: { headers } })), 'ERR_SHR_HEADERS');
      assert.equal(await outcomeOf(() => create({ signHeaders: [name] })), 'ERR_SHR_HEADERS');
    }
  });
});

describe('a key that shows too much', () => {
  it('is refused before anything is signed', async () => {
    for (const [alg, published] of [
      ['ES256', rfc7515Ec],
      ['RS256', rfc7515Rsa],
    ] as const) {
      const key = await publishedSigningKey(alg, published);
      const jwk = { ...published } as PublicJwk;
      await refusedWith('ERR_JWK_PRIVATE', () => create({ key: { ...key, jwk } }));
    }
  });

  it('publishes only the members that a public key has', async () => {
    const jwk: PublicJwk = Object.assign({ ext: true, path: 'somewhere' }, boundKey.jwk);
    const { payload } = await decoded({ key: { ...boundKey, jwk } });
    assert.deepEqual(payload['cnf'], { jwk: { ...boundKey.jwk, kid: boundKey.thumbprint } });
  });
});
