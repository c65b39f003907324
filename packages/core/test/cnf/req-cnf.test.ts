import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeBase64url } from '../../src/base/base64url.ts';
import { encodeUtf8 } from '../../src/base/bytes.ts';
import { buildReqCnf, parseReqCnf } from '../../src/cnf/req-cnf.ts';
import type { PublicJwk } from '../../src/jwk/public-jwk.ts';
import { jwkThumbprint } from '../../src/jwk/thumbprint.ts';
import { hostileJwks } from '../fixtures/hostile-jwks.ts';
import { ecJwk, rfc7515Ec, rfc7515Rsa, rfc7517Rsa, rsaJwk } from '../fixtures/published-keys.ts';
import { refusedWith } from '../fixtures/refusals.ts';

const rsa = rsaJwk(rfc7515Rsa);
const ec = ecJwk(rfc7515Ec);
const rsaName = await jwkThumbprint(rsa);
const ecName = await jwkThumbprint(ec);
const otherName = await jwkThumbprint(rsaJwk(rfc7517Rsa));
const encode = (text: string) => encodeBase64url(encodeUtf8(text));
const encodeJson = (value: unknown) => encode(JSON.stringify(value));
const decode = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;

describe('req_cnf, both forms', () => {
  it('names a key by its thumbprint', async () => {
    assert.deepEqual(await parseReqCnf(encodeJson({ kid: rsaName })), { form: 'kid', thumbprint: rsaName });
    assert.deepEqual(await parseReqCnf(encodeJson({ kid: rsaName, xms_ksl: 'sw' })), {
      form: 'kid',
      thumbprint: rsaName,
    });
  });

  it('carries the key itself, with or without a label', async () => {
    for (const jwk of [rsa, ec, { ...rsa, kid: rsaName }, { ...ec, kid: 'my key', alg: 'ES256', use: 'sig' }]) {
      const parsed = await parseReqCnf(encodeJson({ ...jwk, ext: true, key_ops: ['verify'] }));
      assert.deepEqual(parsed, { form: 'jwk', jwk, thumbprint: jwk.kty === 'EC' ? ecName : rsaName });
    }
  });

  it('builds what it parses', async () => {
    const key = { jwk: rsa, thumbprint: rsaName };
    assert.deepEqual(decode(buildReqCnf('kid', key)), { kid: rsaName });
    assert.deepEqual(await parseReqCnf(buildReqCnf('kid', key)), { form: 'kid', thumbprint: rsaName });
    assert.deepEqual(decode(buildReqCnf('jwk', key)), { ...rsa, kid: rsaName });
    const jwk = { ...rsa, kid: rsaName };
    assert.deepEqual(await parseReqCnf(buildReqCnf('jwk', key)), { form: 'jwk', jwk, thumbprint: rsaName });
  });

  it('keeps the label that the key has', () => {
    const jwk = { ...ec, kid: 'my key' };
    assert.deepEqual(decode(buildReqCnf('jwk', { jwk, thumbprint: ecName })), jwk);
  });

  it('never sends a private member, even of a key that carries one', () => {
    // A SigningKey may come from anywhere; a type is no promise at run time.
    const jwk = { ...rfc7515Rsa } as PublicJwk;
    assert.throws(() => buildReqCnf('jwk', { jwk, thumbprint: rsaName }), { code: 'ERR_JWK_PRIVATE' });
    assert.deepEqual(decode(buildReqCnf('kid', { jwk, thumbprint: rsaName })), { kid: rsaName });
  });
});

describe('req_cnf, refused', () => {
  const kidForm = JSON.stringify({ kid: rsaName });
  for (const [what, text, code] of [
    ['nothing', '', 'ERR_REQ_CNF_ENCODING'],
    ['the JSON text itself', kidForm, 'ERR_REQ_CNF_ENCODING'],
    ['the bare thumbprint', rsaName, 'ERR_REQ_CNF_ENCODING'],
    ['padding', `${encode(`${kidForm} `)}=`, 'ERR_REQ_CNF_ENCODING'],
    ['the standard alphabet', Buffer.from('{"kid":"???>>>"}').toString('base64'), 'ERR_REQ_CNF_ENCODING'],
    ['a blank at the end', `${encode(kidForm)} `, 'ERR_REQ_CNF_ENCODING'],
    ['broken UTF-8', encodeBase64url(Uint8Array.of(0x22, 0xff, 0x22)), 'ERR_REQ_CNF_ENCODING'],
    ['no JSON', encode('kid'), 'ERR_REQ_CNF_ENCODING'],
    ['a byte order mark', encode(`\uFEFF${kidForm}`), 'ERR_REQ_CNF_ENCODING'],
    ['a list', encodeJson([{ kid: rsaName }]), 'ERR_REQ_CNF_ENCODING'],
    ['a text', encodeJson(rsaName), 'ERR_REQ_CNF_ENCODING'],
    ['null', encode('null'), 'ERR_REQ_CNF_ENCODING'],
    ['two kids', encode(`{"kid":"${rsaName}","kid":"${otherName}"}`), 'ERR_REQ_CNF_ENCODING'],
    ['two kids, one escaped', encode(`{"kid":"${rsaName}","\\u006bid":"${otherName}"}`), 'ERR_REQ_CNF_ENCODING'],
    ['two moduli', encode(`{"n":"AAAA",${JSON.stringify(rsa).slice(1)}`), 'ERR_REQ_CNF_ENCODING'],
    ['__proto__', encode(`{"__proto__":{"kty":"RSA"},"kid":"${rsaName}"}`), 'ERR_REQ_CNF_ENCODING'],
    ['trailing data', encode(`${kidForm}${kidForm}`), 'ERR_REQ_CNF_ENCODING'],
    ['an unknown member beside kid', encodeJson({ kid: rsaName, alg: 'RS256' }), 'ERR_REQ_CNF_SHAPE'],
    ['a certificate thumbprint', encodeJson({ 'x5t#S256': rsaName }), 'ERR_REQ_CNF_SHAPE'],
    ['both kid and jkt', encodeJson({ kid: rsaName, jkt: rsaName }), 'ERR_REQ_CNF_SHAPE'],
    ['a cnf object instead', encodeJson({ jwk: rsa }), 'ERR_REQ_CNF_SHAPE'],
    ['an empty object', encodeJson({}), 'ERR_REQ_CNF_SHAPE'],
    ['a storage label alone', encodeJson({ xms_ksl: 'sw' }), 'ERR_REQ_CNF_SHAPE'],
    ['a key without kty', encodeJson({ n: rsa.n, e: rsa.e }), 'ERR_REQ_CNF_SHAPE'],
    ['kid that is only a label', encodeJson({ kid: 'my-kid' }), 'ERR_CNF_THUMBPRINT'],
    ['kid of null', encodeJson({ kid: null }), 'ERR_CNF_THUMBPRINT'],
    ['kid of a number', encodeJson({ kid: 7 }), 'ERR_CNF_THUMBPRINT'],
    ['kid in a list', encodeJson({ kid: [rsaName] }), 'ERR_CNF_THUMBPRINT'],
    ['a key under the thumbprint of another', encodeJson({ ...rsa, kid: otherName }), 'ERR_CNF_CONTRADICTION'],
    ['an EC key under the thumbprint of an RSA key', encodeJson({ ...ec, kid: rsaName }), 'ERR_CNF_CONTRADICTION'],
    ['kty of null', encodeJson({ kid: rsaName, kty: null }), 'ERR_JWK_KTY'],
  ] as const) {
    it(`refuses ${what}`, async () => void (await refusedWith(code, () => parseReqCnf(text))));
  }

  it('refuses more than 16,384 characters before it reads them', async () => {
    const padded = (length: number) => encode(JSON.stringify({ kid: rsaName }).padEnd((length * 3) / 4));
    assert.equal((await parseReqCnf(padded(16_384))).thumbprint, rsaName);
    await refusedWith('ERR_REQ_CNF_ENCODING', () => parseReqCnf(padded(16_388)));
  });

  // A form parser gives a list where a parameter is sent twice, and nothing where it is missing.
  for (const value of [undefined, null, 5, {}, [encode(kidForm)], [encode(kidForm), encode(kidForm)]]) {
    it(`refuses ${JSON.stringify(value)?.slice(0, 12)}, which is no text`, async () => {
      await refusedWith('ERR_REQ_CNF_ENCODING', () => parseReqCnf(value as string));
    });
  }

  for (const { what, jwk, code } of hostileJwks.filter(({ jwk }) => Object.hasOwn(jwk as object, 'kty'))) {
    it(`refuses a key with ${what}`, async () => void (await refusedWith(code, () => parseReqCnf(encodeJson(jwk)))));
  }
});
