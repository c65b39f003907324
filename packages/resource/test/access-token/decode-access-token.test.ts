import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { decodeBase64url, encodeBase64url, encodeUtf8, type JsonObject } from '@holdfast/core';
import type { AuthenticationFailureCode } from '@holdfast/resource';
import { incoming, makeValidator, refusal, verdict } from '../fixture/judge.ts';
import { keys, mintToken, signRequest, tokenClaims } from '../fixture/people.ts';

// `when-bound`, so that an unbound token would pass if its own checks did not stop it.
const validator = makeValidator({ proof: 'when-bound' });
const judge = (token: string): Promise<string> => verdict(validator.authenticate(incoming(`Bearer ${token}`)));
const part = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)));
const unsigned = (header: object, payload: JsonObject = tokenClaims()): string => `${part(header)}.${part(payload)}`;

const signatureOf = (token: string): Buffer => Buffer.from(token.split('.')[2] ?? '', 'base64url');

async function malformed(token: string, inner: string): Promise<void> {
  const failure = await refusal(validator.authenticate(incoming(`Bearer ${token}`)), 'ERR_TOKEN_MALFORMED');
  const refused = failure.cause;
  assert.ok(refused instanceof Error && refused.cause instanceof Error);
  assert.equal('code' in refused.cause && refused.cause.code, inner);
}

test('the baseline passes, so that the refusals below mean something', async () => {
  assert.equal(await judge(await mintToken()), 'accepted');
  assert.equal(await judge(await mintToken({}, keys.issuer, { typ: 'at+jwt' })), 'accepted');
  assert.equal(await judge(await mintToken({}, keys.issuer, { typ: undefined })), 'accepted');
});

test('alg none in any letter case, with and without a signature (RFC 8725 section 3.2)', async () => {
  const [, , signature] = (await mintToken()).split('.');
  for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
    await malformed(`${unsigned({ alg, typ: 'JWT', kid: 'issuer-1' })}.${signature}`, 'ERR_JWS_ALG');
  }
  await malformed(`${unsigned({ alg: 'none', typ: 'JWT' })}.`, 'ERR_JWS_ENCODING');
});

test('HS256 keyed with what everybody knows of the public key', async () => {
  const input = unsigned({ alg: 'HS256', typ: 'JWT', kid: 'issuer-1' });
  const { jwk } = keys.issuer;
  for (const secret of [JSON.stringify(jwk), jwk.kty === 'RSA' ? jwk.n : '', 'issuer-1', '']) {
    await malformed(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`, 'ERR_JWS_ALG');
  }
});

test('algorithms that are unknown, missing or not text', async () => {
  const [, , signature] = (await mintToken()).split('.');
  for (const alg of ['XX999', 'RS512', 'rs256', 'PBES2-HS256+A128KW', 256, ['RS256'], null, {}, undefined]) {
    await malformed(`${unsigned({ alg, typ: 'JWT', kid: 'issuer-1' })}.${signature}`, 'ERR_JWS_ALG');
  }
});

test('header members that would bring their own key or rules (RFC 7515 section 4.1.11)', async () => {
  for (const member of [
    { jwk: keys.thief.jwk },
    { jku: 'https://evil.example/keys' },
    { x5u: 'https://evil.example/certificate' },
    { x5c: ['AAAA'] },
    { crit: ['exp'], exp: 1 },
    { crit: [] },
    { b64: false },
    { zip: 'DEF' },
    { cty: 'JWT' },
  ]) {
    await malformed(await mintToken({}, keys.issuer, member), 'ERR_JWS_HEADER');
  }
});

test('one signed token has one spelling: re-encodings are refused before anything hashes them', async () => {
  const token = await mintToken();
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(token.at(-1) ?? '');
  // 256 bytes leave four spare bits in the last character.
  for (let spare = 1; spare < 16; spare += 1) {
    const twin = `${token.slice(0, -1)}${alphabet[last ^ spare]}`;
    assert.deepEqual(signatureOf(twin), signatureOf(token));
    await malformed(twin, 'ERR_JWS_ENCODING');
  }
});

test('shapes that are not a compact JWS (RFC 7515 section 7.1)', async () => {
  const token = await mintToken();
  const [header, payload, signature] = token.split('.');
  await malformed(`${header}.${payload}`, 'ERR_JWS_SEGMENTS');
  await malformed(`${token}.`, 'ERR_JWS_SEGMENTS');
  await malformed(`${token}.AAAA.AAAA`, 'ERR_JWS_SEGMENTS');
  await malformed(`.${payload}.${signature}`, 'ERR_JWS_SEGMENTS');
  await malformed(`${header}.${payload}.`, 'ERR_JWS_ENCODING');
  await malformed('a'.repeat(20_000), 'ERR_JWS_TOO_LARGE');
  const twice = encodeBase64url(encodeUtf8('{"aud":"api://other","aud":"api://orders"}'));
  await malformed(`${header}.${twice}.${signature}`, 'ERR_JWS_JSON');
});

test('other tokens of the same authority are not access tokens (RFC 8725 section 3.11)', async () => {
  const notThat = async (claims: JsonObject, code: AuthenticationFailureCode = 'ERR_TOKEN_NOT_ACCESS_TOKEN') =>
    assert.equal(await judge(await mintToken(claims)), code, Object.keys(claims).join());
  // id_tokens: with a nonce; with hashes; plain; with user roles only.
  await notThat({ nonce: 'n-0S6' });
  await notThat({ at_hash: 'x' });
  await notThat({ c_hash: 'x' });
  await notThat({ roles: undefined, azp: undefined, preferred_username: 'ada@contoso.example' });
  await notThat({ azp: undefined });
  await notThat({ roles: undefined });
  await notThat({ roles: [] });
  await notThat({ roles: undefined, scp: '' });
  await notThat({ roles: undefined, scp: ' ' });
  await notThat({ events: { 'http://schemas.openid.net/event/backchannel-logout': {} } });
  // A client assertion names its client as issuer.
  await notThat({ iss: 'c11e47aa-3333-4333-8333-0d1c2b3a4958', tid: undefined }, 'ERR_ISSUER_UNKNOWN');
});

test('a signed HTTP request is no access token, and an access token no signed HTTP request', async () => {
  const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
  const shr = await signRequest({ accessToken });
  assert.equal(await judge(shr), 'ERR_TOKEN_TYPE');
  assert.equal(await verdict(validator.authenticate(incoming(`PoP ${accessToken}`))), 'ERR_SHR_TYP');
  const nested = await signRequest({ accessToken: shr });
  assert.equal(await verdict(validator.authenticate(incoming(`PoP ${nested}`))), 'ERR_TOKEN_TYPE');
  // Signed by the authority itself, so that only its kind is wrong.
  assert.equal(await judge(await mintToken({}, keys.issuer, { typ: 'pop' })), 'ERR_TOKEN_TYPE');
  assert.equal(await judge(await mintToken({ at: accessToken })), 'ERR_TOKEN_NOT_ACCESS_TOKEN');
  for (const typ of ['dpop+jwt', 'secevent+jwt', 'logout+jwt', 'id_token', 'jwt2', '']) {
    assert.equal(await judge(await mintToken({}, keys.issuer, { typ })), 'ERR_TOKEN_TYPE', typ);
  }
});

test('proofs that cannot be read', async () => {
  const pop = (text: string) => verdict(validator.authenticate(incoming(`PoP ${text}`)));
  const shr = await signRequest({ accessToken: await mintToken() });
  assert.equal(await pop('abc'), 'ERR_PROOF_MALFORMED');
  assert.equal(await pop(`${shr}.AAAA`), 'ERR_PROOF_MALFORMED');
  const [header = '', payload = '', signature] = shr.split('.');
  const claims = JSON.parse(new TextDecoder().decode(decodeBase64url(payload)));
  assert.equal(await pop(`${header}.${part({ ...claims, at: undefined })}.${signature}`), 'ERR_SHR_CLAIM_MISSING');
  assert.equal(await pop(`${header}.${part({ ...claims, at: 7 })}.${signature}`), 'ERR_SHR_CLAIM_MALFORMED');
  assert.equal(await pop(`${part({ alg: 'HS256', typ: 'pop' })}.${payload}.${signature}`), 'ERR_PROOF_MALFORMED');
});
