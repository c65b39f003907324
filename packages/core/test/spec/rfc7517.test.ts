import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseJwkSet } from '../../src/jwk/jwk-set.ts';
import { parsePublicJwk } from '../../src/jwk/public-jwk.ts';
import { ecJwk, rfc7517Ec, rfc7517Rsa, rsaJwk } from '../fixtures/published-keys.ts';

const ec = ecJwk(rfc7517Ec);
const rsa = rsaJwk(rfc7517Rsa);

describe('RFC 7517: JSON Web Key', () => {
  it('appendix A.1: the set of public keys, without the one for encryption', () => {
    const set = {
      keys: [
        { ...ec, use: 'enc', kid: '1' },
        { ...rsa, alg: 'RS256', kid: '2011-04-29' },
      ],
    };
    assert.deepEqual(parseJwkSet(set), [{ kid: '2011-04-29', jwk: { ...rsa, alg: 'RS256', kid: '2011-04-29' } }]);
  });

  it('appendix A.2: private keys are refused, alone and in a set', () => {
    for (const key of [rfc7517Ec, rfc7517Rsa]) {
      assert.throws(() => parsePublicJwk(key), { code: 'ERR_JWK_PRIVATE' });
      assert.throws(() => parseJwkSet({ keys: [{ ...rsa, kid: 'public' }, key] }), { code: 'ERR_JWK_PRIVATE' });
    }
  });

  it('appendix A.3: symmetric keys are refused', () => {
    const keys = [
      { kty: 'oct', alg: 'A128KW', k: 'GawgguFyGrWKav7AX4VKUg' },
      { kty: 'oct', k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow' },
    ];
    for (const key of keys) assert.throws(() => parsePublicJwk(key), { code: 'ERR_JWK_PRIVATE' });
    assert.throws(() => parseJwkSet({ keys }), { code: 'ERR_JWK_PRIVATE' });
  });

  it('section 4: additional members are ignored, values are compared with case', () => {
    assert.deepEqual(parsePublicJwk({ ...ec, 'https://example.com/label': 1 }), ec);
    assert.throws(() => parsePublicJwk({ ...ec, kty: 'ec' }), { code: 'ERR_JWK_KTY' });
    assert.throws(() => parsePublicJwk({ ...ec, crv: 'p-256' }), { code: 'ERR_JWK_KTY' });
  });

  it('section 4.2: a key for encryption verifies nothing', () => {
    assert.throws(() => parsePublicJwk({ ...rsa, use: 'enc' }), { code: 'ERR_JWK_ALG' });
  });

  it('section 5: keys that are not understood are left out, the others stay', () => {
    const odd = [
      { kty: 'AKP', alg: 'ML-DSA-65', pub: 'AAAA', kid: 'pq' },
      { kty: 'OKP', crv: 'Ed25519', x: 'AA', kid: 'e' },
    ];
    assert.deepEqual(parseJwkSet({ keys: [...odd, { ...ec, kid: '1' }] }), [{ kid: '1', jwk: { ...ec, kid: '1' } }]);
  });
});
