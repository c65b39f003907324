import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JwsAlgorithm } from '../../src/jwa/algorithms.ts';
import { importVerificationKey } from '../../src/keys/verification-key.ts';
import { ecJwk, publishedSigningKey, rfc7515Ec, rfc7515Rsa, rsaJwk } from '../fixtures/published-keys.ts';
import { refusedWith } from '../fixtures/refusals.ts';

const rsa = rsaJwk(rfc7515Rsa);
const ec = ecJwk(rfc7515Ec);
const data = new TextEncoder().encode('header.payload');

describe('verification key', () => {
  it('says no, and never throws, for a signature of any length', async () => {
    for (const [alg, jwk] of [
      ['RS256', rsa],
      ['PS256', rsa],
      ['ES256', ec],
    ] as const) {
      const key = await importVerificationKey(jwk, alg);
      assert.equal(key.alg, alg);
      for (const length of [0, 1, 63, 64, 65, 255, 256, 257, 4096]) {
        assert.equal(await key.verify(data, new Uint8Array(length)), false, `${alg} ${length}`);
      }
    }
  });

  it('is for the algorithm that was asked for, and only where key and label fit', async () => {
    const es256 = await publishedSigningKey('ES256', rfc7515Ec);
    const key = await importVerificationKey(es256.jwk, 'ES256');
    assert.equal(await key.verify(data, await es256.sign(data)), true);
    for (const [jwk, alg] of [
      [ec, 'RS256'],
      [rsa, 'ES256'],
      [{ ...rsa, alg: 'PS256' }, 'RS256'],
      [{ ...ec, alg: 'ES256' }, 'PS256'],
      [rsa, 'HS256'],
      [rsa, 'none'],
    ] as const) {
      await refusedWith('ERR_KEY_UNUSABLE', () => importVerificationKey(jwk, alg as JwsAlgorithm));
    }
  });

  it('ignores use and kid, which WebCrypto would read its own way', async () => {
    const key = await importVerificationKey({ ...ec, use: 'sig', kid: 'k', alg: 'ES256' }, 'ES256');
    const signer = await publishedSigningKey('ES256', rfc7515Ec);
    assert.equal(await key.verify(data, await signer.sign(data)), true);
  });
});
