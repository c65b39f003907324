import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import {
  decodeCompactJws,
  encodeBase64,
  encodeBase64url,
  encodeUtf8,
  findAlgorithm,
  importVerificationKey,
  type JwsAlgorithm,
  parseJwkSet,
  parsePublicJwk,
  signCompactJws,
  verifyCompactJws,
} from '@holdfast/core';
import { ecJwk, publishedSigningKey, rfc7515Ec, rfc7515Rsa, rsaJwk } from '../fixtures/published-keys.ts';
import { outcomeOf } from '../fixtures/refusals.ts';

// Nothing may choose how a token is verified but the key that it is verified with.

const rsa = await publishedSigningKey('RS256', rfc7515Rsa);
const verifier = await importVerificationKey(rsa.jwk, 'RS256');
const signed = await signCompactJws({ header: { typ: 'JWT' }, payload: { sub: 'ada' }, key: rsa });
const [, payload = '', signature = ''] = signed.split('.');

const part = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)));
const verify = (token: string): Promise<string> => outcomeOf(() => verifyCompactJws(token, { key: verifier }));
const withAlg = (alg: unknown): string => `${part({ alg, typ: 'JWT' })}.${payload}.${signature}`;

/** The token that an attacker keys with a text everybody knows. */
function hmacToken(secret: string | Uint8Array): string {
  const input = `${part({ alg: 'HS256', typ: 'JWT' })}.${payload}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

const rs256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const publicKey = await crypto.subtle.importKey('jwk', { ...rsa.jwk }, rs256, true, ['verify']);
const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
const pem = pemOf('PUBLIC KEY', spki);
// SPKI of a 2048-bit key is 24 bytes before the key as PKCS #1 has it.
const pkcs1 = pemOf('RSA PUBLIC KEY', spki.subarray(24));

function pemOf(label: string, der: Uint8Array): string {
  const lines = encodeBase64(der).replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
}

test('catalogue 01: alg none in any letter case, and an empty signature under a real algorithm', async () => {
  assert.equal(await verify(signed), 'accepted');
  for (const alg of ['none', 'None', 'NONE', 'nOnE', 'none ', '']) {
    assert.equal(await verify(withAlg(alg)), 'ERR_JWS_ALG', alg);
    // As RFC 7519 section 6 writes it, with nothing behind the last dot.
    assert.equal(await verify(`${part({ alg })}.${payload}.`), 'ERR_JWS_ENCODING', alg);
  }
  assert.equal(await verify(`${signed.slice(0, signed.lastIndexOf('.'))}.`), 'ERR_JWS_ENCODING');
});

test('catalogue 02: a public key, as PEM, JWK or certificate text, is no secret for HMAC', async () => {
  const secrets = [pem, pkcs1, pem.trim(), JSON.stringify(rsa.jwk), JSON.stringify(rsaJwk(rfc7515Rsa)), rfc7515Rsa.n];
  for (const secret of [...secrets, spki, '']) {
    assert.equal(await verify(hmacToken(secret)), 'ERR_JWS_ALG');
  }
  // The same confusion between two algorithms that do exist: the header cannot move a key from one to the other.
  const moved: readonly (readonly [JwsAlgorithm, JwsAlgorithm])[] = [
    ['RS256', 'PS256'],
    ['PS256', 'RS256'],
  ];
  for (const [ofToken, ofKey] of moved) {
    const token = await signCompactJws({
      header: {},
      payload: {},
      key: await publishedSigningKey(ofToken, rfc7515Rsa),
    });
    const key = await importVerificationKey(rsa.jwk, ofKey);
    assert.equal(await outcomeOf(() => verifyCompactJws(token, { key })), 'ERR_SIGNATURE_INVALID');
  }
  await assert.rejects(importVerificationKey(rsa.jwk, 'HS256' as JwsAlgorithm), { code: 'ERR_KEY_UNUSABLE' });
});

test('catalogue 03: a key text behind a blank, a byte order mark or any other byte is still no secret, and no key', async () => {
  const before = [' ', '\n', '\t', '\r\n', '\uFEFF', '\0', '#', '-', 'ssh-rsa ', '{'];
  for (const prefix of before) {
    assert.equal(await verify(hmacToken(prefix + pem)), 'ERR_JWS_ALG', JSON.stringify(prefix));
    assert.throws(() => parsePublicJwk(prefix + pem), { code: 'ERR_JWK_NOT_OBJECT' }, JSON.stringify(prefix));
  }
  // Not by luck of the header alone: there is no key that HMAC could use.
  assert.throws(() => parsePublicJwk({ kty: 'oct', k: encodeBase64url(encodeUtf8(pem)) }), { code: 'ERR_JWK_PRIVATE' });
  assert.throws(() => parseJwkSet({ keys: [{ kty: 'oct', kid: '1', k: 'AAAA' }] }), { code: 'ERR_JWK_PRIVATE' });
});

test('catalogue 04: an algorithm that is unknown, missing or no text never falls through to a default', async () => {
  const odd = [
    'XX999',
    'RS512',
    'rs256',
    'RS256 ',
    ' RS256',
    'RS256\0',
    'EdDSA',
    '__proto__',
    'constructor',
    'toString',
  ];
  for (const alg of [...odd, 256, 0, null, true, [], ['RS256'], ['RS256', 'none'], {}, { RS256: 1 }, undefined]) {
    assert.equal(await verify(withAlg(alg)), 'ERR_JWS_ALG', JSON.stringify(alg));
    assert.equal(findAlgorithm(alg), undefined, JSON.stringify(alg));
  }
  for (const header of [{}, { ALG: 'RS256' }, { Alg: 'RS256' }, { typ: 'JWT' }]) {
    assert.equal(await verify(`${part(header)}.${payload}.${signature}`), 'ERR_JWS_ALG', JSON.stringify(header));
  }
});

test('catalogue 11: password-based and direct key management are not there, whatever iteration count they ask for', async () => {
  for (const alg of ['PBES2-HS256+A128KW', 'PBES2-HS384+A192KW', 'PBES2-HS512+A256KW', 'dir', 'A128KW']) {
    const header = { alg, enc: 'A128CBC-HS256', p2s: 'AAAA', p2c: 2_147_483_647 };
    assert.equal(await verify(`${part(header)}.${payload}.${signature}`), 'ERR_JWS_ALG', alg);
  }
  // Nor does the count pass beside an algorithm that is allowed.
  const token = `${part({ alg: 'RS256', p2c: 2_147_483_647 })}.${payload}.${signature}`;
  assert.throws(() => decodeCompactJws(token), { code: 'ERR_JWS_HEADER' });
});

test('catalogue 13: encryption with padding oracles or short tags is not offered at all', async () => {
  for (const alg of ['RSA1_5', 'RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A128KW', 'A128GCMKW']) {
    assert.equal(await verify(withAlg(alg)), 'ERR_JWS_ALG', alg);
    const jwk = alg.startsWith('RSA') ? rsaJwk(rfc7515Rsa) : ecJwk(rfc7515Ec);
    assert.throws(() => parsePublicJwk({ ...jwk, alg }), { code: 'ERR_JWK_ALG' }, alg);
  }
  const offered = Object.keys(await import('@holdfast/core'));
  assert.deepEqual(
    offered.filter((name) => /crypt|jwe|unwrap|wrapkey/i.test(name)),
    [],
  );
});
