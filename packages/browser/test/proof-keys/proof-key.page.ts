import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateProofKey } from '../../src/proof-keys/generate-proof-key.ts';
import { createKeyReserve } from '../../src/proof-keys/key-reserve.ts';
import { loadProofKey } from '../../src/proof-keys/proof-key.ts';

describe('a proof key', () => {
  for (const alg of ['RS256', 'ES256'] as const) {
    it(`of ${alg} cannot be exported by anybody, in any format`, async () => {
      const { pair, signer } = await generateProofKey(alg);
      assert.equal(signer.alg, alg);
      assert.equal(pair.privateKey.extractable, false);
      for (const format of ['jwk', 'pkcs8'] as const) {
        await assert.rejects(crypto.subtle.exportKey(format, pair.privateKey as CryptoKey), {
          name: 'InvalidAccessError',
        });
      }
    });

    it(`of ${alg} is the same after storage has had it`, async () => {
      const { pair, signer } = await generateProofKey(alg);
      const again = await loadProofKey(structuredClone(pair));
      assert.equal(again.signer.thumbprint, signer.thumbprint);
    });
  }
});

describe('the reserve', () => {
  const open = () => {
    let made = 0;
    const emit = () => {
      made += 1;
    };
    return { reserve: createKeyReserve({ algorithm: 'RS256', clock: Date.now, emit }), made: () => made };
  };

  it('has a key ready, and makes the next one when it is taken', async () => {
    const { reserve, made } = open();
    assert.equal(made(), 0);
    reserve.fill();
    reserve.fill();
    while (made() < 1) await new Promise((resolve) => setTimeout(resolve, 5));
    let isReady = false;
    const taken = reserve.take().then((key) => {
      isReady = true;
      return key;
    });
    // No generation lies on the way: a few microtasks, and it is here.
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    assert.ok(isReady);
    while (made() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.notEqual((await reserve.take()).signer.thumbprint, (await taken).signer.thumbprint);
  });

  it('gives nobody the key of another, however many come at once', async () => {
    const { reserve } = open();
    const keys = await Promise.all(Array.from({ length: 5 }, () => reserve.take()));
    assert.equal(new Set(keys.map(({ signer }) => signer.thumbprint)).size, 5);
  });
});
