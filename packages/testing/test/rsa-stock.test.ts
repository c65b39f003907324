import assert from 'node:assert/strict';
import { createPublicKey, sign, verify } from 'node:crypto';
import { describe, it } from 'node:test';
import { drawRsaKey, drawRsaKeysFromStock } from '../src/keys/rsa-stock.ts';

const data = new TextEncoder().encode('data');
const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: Uint8Array.of(1, 0, 1) };
const generate = async (modulusLength: number, extractable = false) =>
  (await crypto.subtle.generateKey({ ...rsa, modulusLength }, extractable, ['sign', 'verify'])) as CryptoKeyPair;

describe('the stock of RSA keys', () => {
  drawRsaKeysFromStock();

  it('gives pairs that are what was asked for, and sign', async () => {
    for (const name of ['RSASSA-PKCS1-v1_5', 'RSA-PSS'] as const) {
      const wish = { ...rsa, name, modulusLength: 2048 };
      const { privateKey, publicKey } = await crypto.subtle.generateKey(wish, false, ['sign', 'verify']);
      assert.deepEqual(
        [privateKey.extractable, publicKey.extractable, privateKey.usages, publicKey.usages, privateKey.algorithm.name],
        [false, true, ['sign'], ['verify'], name],
      );
      const how = { name, saltLength: 32 };
      const signature = await crypto.subtle.sign(how, privateKey, data);
      assert.ok(await crypto.subtle.verify(how, publicKey, signature, data));
    }
    assert.equal((await generate(2048, true)).privateKey.extractable, true);
  });

  it('gives no key twice, however many are asked for at once', async () => {
    const pairs = await Promise.all(Array.from({ length: 8 }, () => generate(2048)));
    const moduli = await Promise.all(
      pairs.map(async ({ publicKey }) => (await crypto.subtle.exportKey('jwk', publicKey)).n),
    );
    const drawn = [drawRsaKey(), drawRsaKey()];
    moduli.push(...drawn.map((key) => key.export({ format: 'jwk' }).n));
    assert.equal(new Set(moduli).size, 10);
    const [key] = drawn;
    assert.ok(verify('sha256', data, createPublicKey(key!), sign('sha256', data, key!)));
  });

  it('has keys of other kinds and sizes made', async () => {
    const pair = (await generate(3072)).publicKey.algorithm as RsaHashedKeyAlgorithm;
    assert.equal(pair.modulusLength, 3072);
    const ec = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
    assert.equal(ec.publicKey.type, 'public');
  });
});
