import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findAlgorithm } from '../../src/jwa/algorithms.ts';
import { checkEcPoint, checkRsaNumbers } from '../../src/jwk/key-numbers.ts';
import { importVerificationKey } from '../../src/keys/verification-key.ts';
import { oddModulus } from '../fixtures/hostile-jwks.ts';
import { publishedSigningKey, rfc7515Ec, rfc7515Rsa } from '../fixtures/published-keys.ts';

const data = new TextEncoder().encode('header.payload');

describe('RFC 7518: JSON Web Algorithms', () => {
  it('section 3.1: the three algorithms of this project, and none of the others', () => {
    const table = 'HS256 HS384 HS512 RS256 RS384 RS512 ES256 ES384 ES512 PS256 PS384 PS512 none'.split(' ');
    assert.deepEqual(
      table.filter((alg) => findAlgorithm(alg) !== undefined),
      ['RS256', 'ES256', 'PS256'],
    );
  });

  it('section 3.3: an RSA key has 2048 bits or more', () => {
    checkRsaNumbers(oddModulus(2048), 'AQAB');
    checkRsaNumbers(oddModulus(3072), 'AQAB');
    checkRsaNumbers(oddModulus(4096), 'AQAB');
    assert.throws(() => checkRsaNumbers(oddModulus(2047), 'AQAB'), { code: 'ERR_JWK_WEAK' });
    assert.throws(() => checkRsaNumbers(oddModulus(1024), 'AQAB'), { code: 'ERR_JWK_WEAK' });
  });

  it('section 3.4: an ES256 signature is r and s in 32 bytes each', async () => {
    const key = await publishedSigningKey('ES256', rfc7515Ec);
    for (let round = 0; round < 20; round += 1) assert.equal((await key.sign(data)).length, 64);
  });

  it('section 3.5: PS256 salts with 32 bytes, and refuses other salts', async () => {
    const key = await importVerificationKey({ kty: 'RSA', n: rfc7515Rsa.n, e: rfc7515Rsa.e }, 'PS256');
    const params = { name: 'RSA-PSS', hash: 'SHA-256' };
    const privateKey = await crypto.subtle.importKey('jwk', { ...rfc7515Rsa }, params, false, ['sign']);
    for (const [saltLength, expected] of [
      [32, true],
      [0, false],
      [20, false],
      [64, false],
    ] as const) {
      const signature = await crypto.subtle.sign({ name: 'RSA-PSS', saltLength }, privateKey, data);
      assert.equal(await key.verify(data, new Uint8Array(signature)), expected, `salt of ${saltLength}`);
    }
  });

  it('section 6.2.1.2: a coordinate has the full length of the curve, leading zeros included', () => {
    const { x, y } = rfc7515Ec;
    checkEcPoint(x, y);
    const short = Buffer.from(x, 'base64url').subarray(1).toString('base64url');
    assert.throws(() => checkEcPoint(short, y), { code: 'ERR_JWK_MEMBER' });
    assert.throws(() => checkEcPoint(x, `AA${y}`), { code: 'ERR_JWK_MEMBER' });
  });

  it('section 6.3.1.1: n has no octet of zero in front, as implementers found to be common', () => {
    const zero = Buffer.concat([Buffer.of(0), Buffer.from(rfc7515Rsa.n, 'base64url')]).toString('base64url');
    assert.throws(() => checkRsaNumbers(zero, 'AQAB'), { code: 'ERR_JWK_MEMBER' });
  });

  it('section 6.3.1.2: e = 65537 is AQAB; smaller and even ones are refused (SP 800-56B revision 2 section 6.2)', () => {
    checkRsaNumbers(rfc7515Rsa.n, 'AQAB');
    for (const e of ['AQ', 'Aw', 'EQ', 'AQAA', 'AQAC']) {
      assert.throws(() => checkRsaNumbers(rfc7515Rsa.n, e), { code: 'ERR_JWK_WEAK' });
    }
  });
});
