import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parsePublicJwk } from '../../src/jwk/public-jwk.ts';
import { hostileJwks, oddModulus, pointY } from '../fixtures/hostile-jwks.ts';
import { ecJwk, rfc7515Ec, rfc7515Rsa, rfc7517Ec, rfc7517Rsa, rsaJwk } from '../fixtures/published-keys.ts';

const rsa = rsaJwk(rfc7515Rsa);
const ec = ecJwk(rfc7515Ec);

describe('public JWK, admitted (RFC 7517 section 4)', () => {
  for (const jwk of [rsa, rsaJwk(rfc7517Rsa), ec, ecJwk(rfc7517Ec)]) {
    it(`keeps a published ${jwk.kty} key as it is`, () => assert.deepEqual(parsePublicJwk(jwk), jwk));
  }

  for (const bits of [2048, 2049, 3072, 4096, 8192]) {
    it(`takes a modulus of ${bits} bits`, () => {
      const jwk = { ...rsa, n: oddModulus(bits) };
      assert.deepEqual(parsePublicJwk(jwk), jwk);
    });
  }

  for (const [name, e] of [
    ['65537', 'AQAB'],
    ['65539', 'AQAD'],
    ['2^32 - 1', '_____w'],
  ] as const) {
    it(`takes e = ${name}`, () => assert.deepEqual(parsePublicJwk({ ...rsa, e }), { ...rsa, e }));
  }

  it('keeps kid, use and alg that fit', () => {
    const labels = { kid: 'k'.repeat(256), use: 'sig' };
    assert.deepEqual(parsePublicJwk({ ...rsa, ...labels, alg: 'PS256' }), { ...rsa, ...labels, alg: 'PS256' });
    assert.deepEqual(parsePublicJwk({ ...rsa, alg: 'RS256' }), { ...rsa, alg: 'RS256' });
    assert.deepEqual(parsePublicJwk({ ...ec, ...labels, alg: 'ES256' }), { ...ec, ...labels, alg: 'ES256' });
  });

  it('drops what it does not understand', () => {
    const extra = {
      ext: true,
      key_ops: ['verify'],
      x5c: ['AAAA'],
      x5t: 'AAAA',
      jku: 'https://attacker.example',
      foo: {},
    };
    assert.deepEqual(parsePublicJwk({ ...rsa, ...extra }), rsa);
    assert.deepEqual(parsePublicJwk({ ...ec, n: rsa.n, e: rsa.e, ...extra }), ec);
  });

  it('gives an object of its own', () => {
    const input = { ...ec };
    const parsed = parsePublicJwk(input);
    input.x = ecJwk(rfc7517Ec).x;
    assert.equal(parsed.kty === 'EC' && parsed.x, ec.x);
  });

  it('takes every P-256 key that the runtime makes, and no neighbour of its points', async () => {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('x', 'y'), fc.nat(255), async (member, bit) => {
        const { publicKey } = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
        // Runtimes add labels of their own.
        const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
        const jwk = { kty: 'EC', crv: 'P-256', x, y };
        assert.deepEqual(parsePublicJwk(jwk), jwk);
        const bytes = Buffer.from(jwk[member], 'base64url');
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        assert.throws(() => parsePublicJwk({ ...jwk, [member]: bytes.toString('base64url') }), {
          code: 'ERR_JWK_NOT_ON_CURVE',
        });
      }),
      { numRuns: 60 },
    );
  });

  it('takes a coordinate with leading zero bytes, which has 32 bytes all the same (RFC 7518 section 6.2.1.2)', () => {
    const x = Buffer.alloc(32);
    x[31] = 5;
    const jwk = { ...ec, x: x.toString('base64url'), y: pointY(5n) };
    assert.deepEqual(parsePublicJwk(jwk), jwk);
  });
});

describe('public JWK, refused (RFC 7517 section 4, RFC 7518 section 6)', () => {
  for (const { what, jwk, code } of hostileJwks) {
    it(`refuses ${what}`, () => assert.throws(() => parsePublicJwk(jwk), { name: 'JwkInvalid', code }));
  }

  for (const value of [null, undefined, 'RSA', 5, true, [], [rsa], () => rsa, Symbol('jwk')]) {
    it(`refuses ${Array.isArray(value) ? `an array of ${value.length}` : String(value)}`, () => {
      assert.throws(() => parsePublicJwk(value), { name: 'JwkInvalid', code: 'ERR_JWK_NOT_OBJECT' });
    });
  }

  it('refuses a number in an object that only behaves like a text', () => {
    for (const n of [
      new String(rsa.n),
      Object.assign([...rsa.n], { charCodeAt: (index: number) => rsa.n.charCodeAt(index) }),
    ]) {
      assert.throws(() => parsePublicJwk({ ...rsa, n }), { code: 'ERR_JWK_MEMBER' });
    }
  });

  it('names the member that is wrong, never its value', () => {
    assert.throws(() => parsePublicJwk({ ...rsa, d: rfc7515Rsa.d }), /member d\)/);
    assert.throws(
      () => parsePublicJwk({ ...rsa, n: `${rsa.n}=` }),
      (error: Error) => !error.message.includes(rsa.n),
    );
  });
});
