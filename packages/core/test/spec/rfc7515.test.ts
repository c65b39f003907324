import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeBase64url } from '../../src/base/base64url.ts';
import { encodeUtf8 } from '../../src/base/bytes.ts';
import { decodeCompactJws } from '../../src/jws/compact.ts';
import { verifyCompactJws } from '../../src/jws/verify.ts';
import { importVerificationKey } from '../../src/keys/verification-key.ts';
import { ecJwk, publishedSigningKey, rfc7515Ec, rfc7515Rsa, rsaJwk } from '../fixtures/published-keys.ts';

// The payload of appendix A.1 to A.3, with the line breaks that the RFC gives it.
const payloadText = '{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}';
const payload = { iss: 'joe', exp: 1_300_819_380, 'http://example.com/is_root': true };
const payloadPart = 'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
const rs256Signature =
  'cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw';
const es256Signature = 'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q';
const rs256Token = `eyJhbGciOiJSUzI1NiJ9.${payloadPart}.${rs256Signature}`;
const es256Token = `eyJhbGciOiJFUzI1NiJ9.${payloadPart}.${es256Signature}`;

describe('RFC 7515: JSON Web Signature', () => {
  it('appendix A.1: the payload, line breaks included', () => {
    assert.equal(encodeBase64url(encodeUtf8(payloadText)), payloadPart);
  });

  it('appendix A.2: RS256, verified through the front door', async () => {
    const key = await importVerificationKey(rsaJwk(rfc7515Rsa), 'RS256');
    const jws = await verifyCompactJws(rs256Token, { key });
    assert.deepEqual(jws.header, { alg: 'RS256' });
    assert.deepEqual(jws.payload, payload);
  });

  it('appendix A.2: RS256 is deterministic, so our signature is the one that is printed', async () => {
    const key = await publishedSigningKey('RS256', rfc7515Rsa);
    const signature = await key.sign(encodeUtf8(decodeCompactJws(rs256Token).signingInput));
    assert.equal(encodeBase64url(signature), rs256Signature);
  });

  it('appendix A.3: ES256, verified through the front door', async () => {
    const key = await importVerificationKey(ecJwk(rfc7515Ec), 'ES256');
    const jws = await verifyCompactJws(es256Token, { key });
    assert.deepEqual(jws.header, { alg: 'ES256' });
    assert.deepEqual(jws.payload, payload);
    assert.equal(jws.signature.length, 64);
  });

  it('appendix A.2 and A.3: the signature of one is none for the other', async () => {
    const rsa = await importVerificationKey(rsaJwk(rfc7515Rsa), 'RS256');
    const swapped = `eyJhbGciOiJSUzI1NiJ9.${payloadPart}.${es256Signature}`;
    await assert.rejects(() => verifyCompactJws(swapped, { key: rsa }), { code: 'ERR_SIGNATURE_INVALID' });
    await assert.rejects(() => verifyCompactJws(es256Token, { key: rsa }), { code: 'ERR_SIGNATURE_INVALID' });
  });

  it('appendix A.1: HS256 does not exist here', () => {
    const token = `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${payloadPart}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`;
    assert.throws(() => decodeCompactJws(token), { code: 'ERR_JWS_ALG' });
  });

  it('appendix A.5: an unsecured token is no token', () => {
    assert.throws(() => decodeCompactJws(`eyJhbGciOiJub25lIn0.${payloadPart}.`), { code: 'ERR_JWS_ENCODING' });
    assert.throws(() => decodeCompactJws(`eyJhbGciOiJub25lIn0.${payloadPart}.AAAA`), { code: 'ERR_JWS_ALG' });
  });

  it('appendix A.6: the JSON serialisation is not taken', () => {
    const text = JSON.stringify({ payload: payloadPart, protected: 'eyJhbGciOiJFUzI1NiJ9', signature: es256Signature });
    assert.throws(() => decodeCompactJws(text), { name: 'JwsInvalid' });
  });

  it('appendix C: base64url as it is written there', () => {
    assert.equal(encodeBase64url(Uint8Array.of(3, 236, 255, 224, 193)), 'A-z_4ME');
  });

  it('appendix E: a critical extension that is not understood', () => {
    const header = encodeBase64url(
      encodeUtf8(
        '{"alg":"ES256",\r\n "crit":["http://example.com/UNDEFINED"],\r\n "http://example.com/UNDEFINED":true\r\n}',
      ),
    );
    assert.throws(() => decodeCompactJws(`${header}.${payloadPart}.${es256Signature}`), { code: 'ERR_JWS_HEADER' });
  });

  it('appendix F: detached content is not taken', () => {
    assert.throws(() => decodeCompactJws(`eyJhbGciOiJFUzI1NiJ9..${es256Signature}`), { code: 'ERR_JWS_SEGMENTS' });
  });

  it('section 4: header members are named once', () => {
    const header = encodeBase64url(encodeUtf8('{"alg":"ES256","alg":"ES256"}'));
    assert.throws(() => decodeCompactJws(`${header}.${payloadPart}.${es256Signature}`), { code: 'ERR_JWS_JSON' });
  });
});
