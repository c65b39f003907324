import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { signingKeyContract } from '@holdfast/testing';
import type { Bytes } from '../../src/base/bytes.ts';
import type { JwsAlgorithm } from '../../src/jwa/algorithms.ts';
import type { PublicJwk } from '../../src/jwk/public-jwk.ts';
import { generateSigningKey } from '../../src/keys/generate-key.ts';
import { createSigningKey, importPkcs8SigningKey } from '../../src/keys/webcrypto-key.ts';
import { hostileJwks } from '../fixtures/hostile-jwks.ts';
import {
  ecJwk,
  type PublishedKey,
  privateCryptoKey,
  publishedSigningKey,
  rfc7515Ec,
  rfc7515Rsa,
  rfc7517Ec,
  rfc7517Rsa,
  rsaJwk,
} from '../fixtures/published-keys.ts';
import { refusedWith } from '../fixtures/refusals.ts';

const rsa = rsaJwk(rfc7515Rsa);
const ec = ecJwk(rfc7515Ec);

async function pkcs8(key: PublishedKey): Promise<Bytes> {
  const algorithm =
    key.kty === 'EC' ? { name: 'ECDSA', namedCurve: 'P-256' } : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  return exportPkcs8(await crypto.subtle.importKey('jwk', { ...key }, algorithm, true, ['sign']));
}

async function exportPkcs8(key: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey('pkcs8', key));
}

for (const [alg, key] of [
  ['RS256', rfc7515Rsa],
  ['PS256', rfc7515Rsa],
  ['ES256', rfc7515Ec],
] as const) {
  const { d, ...publicPart } = key;
  const publicJwk = publicPart.kty === 'RSA' ? rsa : ec;
  signingKeyContract(`createSigningKey ${alg}`, () => publishedSigningKey(alg, key), { secrets: [d] });
  signingKeyContract(
    `importPkcs8SigningKey ${alg}`,
    async () => importPkcs8SigningKey({ alg, pkcs8: await pkcs8(key), publicJwk }),
    { secrets: [d] },
  );
}

describe('generating a key', () => {
  it('makes ES256 unless told, and RSA as long as it is told', async () => {
    assert.equal((await generateSigningKey()).alg, 'ES256');
    const key = await generateSigningKey({ alg: 'PS256', modulusLength: 3072 });
    assert.equal(key.jwk.kty === 'RSA' && Buffer.from(key.jwk.n, 'base64url').length, 384);
    assert.equal(key.jwk.kty === 'RSA' && key.jwk.e, 'AQAB');
  });

  it('makes RSA of 2048 bits unless told', async (context) => {
    const generate = context.mock.method(crypto.subtle, 'generateKey');
    await generateSigningKey({ alg: 'RS256' });
    assert.equal(Reflect.get(generate.mock.calls[0]!.arguments[0] as object, 'modulusLength'), 2048);
  });

  it('asks WebCrypto for a private half that cannot be exported', async (context) => {
    const generate = context.mock.method(crypto.subtle, 'generateKey');
    await generateSigningKey();
    await generateSigningKey({ alg: 'RS256' });
    assert.deepEqual(
      generate.mock.calls.map(({ arguments: [, extractable, usages] }) => [extractable, usages]),
      [
        [false, ['sign', 'verify']],
        [false, ['sign', 'verify']],
      ],
    );
  });

  it('refuses other algorithms as misuse, and weak RSA even where the type is ignored', async () => {
    for (const alg of ['HS256', 'none', 'EdDSA', '']) {
      await assert.rejects(() => generateSigningKey({ alg: alg as JwsAlgorithm }), /^TypeError: alg must be/);
    }
    await refusedWith('ERR_JWK_WEAK', () => generateSigningKey({ alg: 'RS256', modulusLength: 1024 as 2048 }));
  });
});

describe('wrapping a private key', () => {
  it('keeps the labels of the public key, frozen', async () => {
    const publicJwk = { ...ec, kid: 'k', use: 'sig', alg: 'ES256' };
    const key = await createSigningKey({
      alg: 'ES256',
      privateKey: await privateCryptoKey('ES256', rfc7515Ec),
      publicJwk,
    });
    assert.deepEqual(key.jwk, publicJwk);
    assert.ok(Object.isFrozen(key) && Object.isFrozen(key.jwk));
    publicJwk.kid = 'changed';
    assert.equal(key.jwk.kid, 'k');
  });

  for (const [what, alg, privateHalf, publicJwk] of [
    ['the public half of another RSA key', 'RS256', rfc7515Rsa, rsaJwk(rfc7517Rsa)],
    ['the public half of another EC key', 'ES256', rfc7515Ec, ecJwk(rfc7517Ec)],
    ['an RSA key for ES256', 'ES256', rfc7515Ec, rsa],
    ['an EC key for RS256', 'RS256', rfc7515Rsa, ec],
    ['a public half that is labelled for another algorithm', 'RS256', rfc7515Rsa, { ...rsa, alg: 'PS256' }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const privateKey = await privateCryptoKey(alg, privateHalf);
      await refusedWith('ERR_KEY_UNUSABLE', () => createSigningKey({ alg, privateKey, publicJwk }));
      const der = await pkcs8(privateHalf);
      await refusedWith('ERR_KEY_UNUSABLE', () => importPkcs8SigningKey({ alg, pkcs8: der, publicJwk }));
    });
  }

  for (const [what, params] of [
    ['another RSA padding', { name: 'RSA-PSS', hash: 'SHA-256' }],
    ['SHA-1', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' }],
    ['SHA-512', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' }],
  ] as const) {
    it(`refuses a private key that WebCrypto holds for ${what}`, async () => {
      const privateKey = await crypto.subtle.importKey('jwk', { ...rfc7515Rsa }, params, false, ['sign']);
      await refusedWith('ERR_KEY_UNUSABLE', () => createSigningKey({ alg: 'RS256', privateKey, publicJwk: rsa }));
    });
  }

  it('refuses a public key in place of the private one', async () => {
    const params = { name: 'ECDSA', namedCurve: 'P-256' };
    const privateKey = await crypto.subtle.importKey('jwk', { ...ec }, params, true, ['verify']);
    await refusedWith('ERR_KEY_UNUSABLE', () => createSigningKey({ alg: 'ES256', privateKey, publicJwk: ec }));
  });

  it('refuses every public half that is no plain public key', async () => {
    const privateKey = await privateCryptoKey('RS256', rfc7515Rsa);
    for (const { jwk, what, code } of hostileJwks) {
      const publicJwk = jwk as PublicJwk;
      const error = await refusedWith(code, () => createSigningKey({ alg: 'RS256', privateKey, publicJwk }));
      assert.equal(error.name, 'JwkInvalid', what);
    }
    for (const publicJwk of [undefined, null, 'x', []]) {
      const options = { alg: 'RS256', privateKey, publicJwk: publicJwk as unknown as PublicJwk } as const;
      await refusedWith('ERR_JWK_NOT_OBJECT', () => createSigningKey(options));
    }
  });

  it('refuses an unknown algorithm', async () => {
    const privateKey = await privateCryptoKey('RS256', rfc7515Rsa);
    for (const alg of ['RS512', 'none', 'HS256', undefined]) {
      await refusedWith('ERR_KEY_UNUSABLE', () =>
        createSigningKey({ alg: alg as JwsAlgorithm, privateKey, publicJwk: rsa }),
      );
    }
  });
});

describe('importing PKCS #8', () => {
  const p384 = { name: 'ECDSA', namedCurve: 'P-384' };
  for (const [what, make] of [
    ['nothing', () => new Uint8Array(0)],
    ['noise', () => new Uint8Array(64).fill(0x30)],
    ['a truncated key', async () => (await pkcs8(rfc7515Ec)).subarray(0, 60)],
    ['the key as PEM', () => new TextEncoder().encode('-----BEGIN PRIVATE KEY-----')],
    // PKCS #8 of a P-256 key is 29 bytes around the key as SEC 1 has it.
    ['SEC 1', async () => (await pkcs8(rfc7515Ec)).subarray(29)],
    ['an RSA key', () => pkcs8(rfc7515Rsa)],
    [
      'a key on P-384',
      async () => exportPkcs8((await crypto.subtle.generateKey(p384, true, ['sign', 'verify'])).privateKey),
    ],
  ] as const) {
    it(`refuses ${what}, and keeps the platform's words to itself`, async () => {
      const der = new Uint8Array(await make());
      const error = await refusedWith('ERR_KEY_UNUSABLE', () =>
        importPkcs8SigningKey({ alg: 'ES256', pkcs8: der, publicJwk: ec }),
      );
      assert.equal(error.cause, undefined);
    });
  }

  it('asks WebCrypto for a key that cannot be exported', async (context) => {
    const der = await pkcs8(rfc7515Ec);
    const importKey = context.mock.method(crypto.subtle, 'importKey');
    await importPkcs8SigningKey({ alg: 'ES256', pkcs8: der, publicJwk: ec });
    assert.deepEqual(importKey.mock.calls[0]?.arguments.slice(3), [false, ['sign']]);
  });
});
