import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeBase64url, decodeUtf8, generateSigningKey, JsonInvalid, JwkInvalid } from '@holdfast/core';
import { SchemeContradicted } from '../../src/errors/scheme-errors.ts';
import { parseCallerKey } from '../../src/scheme/caller-key.ts';

const key = await generateSigningKey({ alg: 'RS256' });

test('JSON text goes out unaltered: blanks, member order and unknown members stay (AT-POP)', async () => {
  const { n, e } = key.jwk as { n: string; e: string };
  const text = `{ "use":"sig",  "n":"${n}",\n "kid":"key 1", "e":"${e}", "kty":"RSA", "xms_note": true }`;
  const parsed = await parseCallerKey('key 1', text);
  assert.equal(decodeUtf8(decodeBase64url(parsed.reqCnf)), text);
  assert.equal(parsed.thumbprint, key.thumbprint);
});

test('an object goes out as JSON', async () => {
  const parsed = await parseCallerKey('label', { ...key.jwk });
  assert.deepEqual(JSON.parse(decodeUtf8(decodeBase64url(parsed.reqCnf))), { ...key.jwk });
});

test('private members are refused (RFC 7518 section 6.3.2)', async () => {
  for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']) {
    await assert.rejects(parseCallerKey('label', { ...key.jwk, [member]: 'AQAB' }), JwkInvalid);
  }
});

test('text that two parsers could read differently is refused', async () => {
  const text = JSON.stringify({ ...key.jwk });
  await assert.rejects(parseCallerKey('label', `${text.slice(0, -1)},"kty":"RSA"}`), JsonInvalid);
  await assert.rejects(parseCallerKey('label', `${text.slice(0, -1)},"d":"x"}`), JwkInvalid);
  await assert.rejects(parseCallerKey('label', 'not json'), JsonInvalid);
  await assert.rejects(parseCallerKey('label', '[]'), JwkInvalid);
});

test('a kid inside the JWK must be the key id', async () => {
  await assert.rejects(parseCallerKey('one', { ...key.jwk, kid: 'other' }), SchemeContradicted);
  assert.equal((await parseCallerKey('one', { ...key.jwk, kid: 'one' })).keyId, 'one');
});
