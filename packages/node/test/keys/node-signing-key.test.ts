import assert from 'node:assert/strict';
import { createPrivateKey, createSecretKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { type JwsAlgorithm, signCompactJws } from '@holdfast/core';
import { signingKeyContract } from '@holdfast/testing';
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { generateNodeKey } from '../../src/keys/generate-node-key.ts';
import { createNodeSigningKey } from '../../src/keys/node-signing-key.ts';

const algorithms: readonly JwsAlgorithm[] = ['ES256', 'RS256', 'PS256'];

for (const alg of algorithms) {
  const once = generateNodeKey(alg);
  signingKeyContract(`node:crypto ${alg}`, () => once);

  test(`an independent library verifies ${alg} and agrees on the thumbprint (RFC 7518 section 3, RFC 7638)`, async () => {
    const key = await generateNodeKey(alg);
    assert.equal(key.thumbprint, await calculateJwkThumbprint(key.jwk));
    assert.equal('d' in key.jwk, false);
    const publicKey = await importJWK(key.jwk, alg);
    // Enough signatures that short and long ECDSA numbers come up: one in 128 has a number of less than 32 bytes.
    const count = alg === 'ES256' ? 600 : 3;
    for (let index = 0; index < count; index += 1) {
      const jws = await signCompactJws({ header: { typ: 'pop' }, payload: { index }, key });
      await compactVerify(jws, publicKey);
    }
  });
}

test('keys that do not fit the algorithm are refused', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { privateKey: other } = generateKeyPairSync('ed25519');
  await assert.rejects(createNodeSigningKey('ES256', rsa.privateKey), { code: 'ERR_KEY_UNUSABLE' });
  await assert.rejects(createNodeSigningKey('RS256', ec.privateKey), { code: 'ERR_KEY_UNUSABLE' });
  await assert.rejects(createNodeSigningKey('RS256', rsa.publicKey), { code: 'ERR_KEY_UNUSABLE' });
  await assert.rejects(createNodeSigningKey('RS256', createSecretKey(Buffer.alloc(32))), { code: 'ERR_KEY_UNUSABLE' });
  await assert.rejects(createNodeSigningKey('ES256', other), { code: 'ERR_JWK_KTY' });
});

test('a weak RSA key is refused', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  await assert.rejects(createNodeSigningKey('PS256', createPrivateKey(pem)), { code: 'ERR_JWK_WEAK' });
});

test('a key whose private half is damaged is refused before it signs anything', async () => {
  for (const alg of algorithms) {
    const { privateKey } =
      alg === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = privateKey.export({ format: 'jwk' });
    // Both, because OpenSSL falls back to the one when the other gives a wrong signature.
    for (const number of ['d', 'dp'] as const) {
      if (jwk[number] === undefined) continue;
      jwk[number] = Buffer.from(jwk[number], 'base64url').fill(0x11, 4, 12).toString('base64url');
    }
    const damaged = createPrivateKey({ key: jwk, format: 'jwk' });
    await assert.rejects(createNodeSigningKey(alg, damaged), { code: 'ERR_KEY_UNUSABLE' }, alg);
  }
});
