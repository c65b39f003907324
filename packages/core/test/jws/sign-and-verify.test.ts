import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeBase64url, encodeBase64url } from '../../src/base/base64url.ts';
import { encodeUtf8 } from '../../src/base/bytes.ts';
import { decodeCompactJws } from '../../src/jws/compact.ts';
import { signCompactJws } from '../../src/jws/sign.ts';
import { verifyCompactJws } from '../../src/jws/verify.ts';
import { importVerificationKey } from '../../src/keys/verification-key.ts';
import { publishedSigningKey, rfc7515Ec, rfc7515Rsa, rfc7517Ec, rfc7517Rsa } from '../fixtures/published-keys.ts';
import { refusedWith } from '../fixtures/refusals.ts';

const rs256 = await publishedSigningKey('RS256', rfc7515Rsa);
const ps256 = await publishedSigningKey('PS256', rfc7515Rsa);
const es256 = await publishedSigningKey('ES256', rfc7515Ec);
const payload = { sub: 'ada', nested: { list: [1, null, 'é'] } };

describe('signing (RFC 7515 section 5.1)', () => {
  for (const key of [rs256, ps256, es256]) {
    it(`makes an ${key.alg} token that its key verifies`, async () => {
      const token = await signCompactJws({ header: { typ: 'JWT', kid: 'k' }, payload, key });
      const jws = await verifyCompactJws(token, { key: await importVerificationKey(key.jwk, key.alg) });
      assert.deepEqual(jws.header, { alg: key.alg, typ: 'JWT', kid: 'k' });
      assert.deepEqual(jws.payload, payload);
    });
  }

  it('writes the algorithm of the key even where a header names another', async () => {
    // The header of a decoded token fits the type, for instance when a token is signed anew.
    const header = decodeCompactJws(await signCompactJws({ header: { kid: 'k' }, payload, key: rs256 })).header;
    const token = await signCompactJws({ header, payload, key: es256 });
    assert.deepEqual(decodeCompactJws(token).header, { alg: 'ES256', kid: 'k' });
  });

  it('leaves out claims that are undefined', async () => {
    const token = await signCompactJws({ header: {}, payload: { a: undefined, b: 1 }, key: es256 });
    assert.deepEqual(decodeCompactJws(token).payload, { b: 1 });
  });

  it('waits for a key that signs elsewhere', async () => {
    const remote = { ...es256, sign: async (data: Uint8Array<ArrayBuffer>) => es256.sign(data) };
    const token = await signCompactJws({ header: {}, payload, key: remote });
    await verifyCompactJws(token, { key: await importVerificationKey(es256.jwk, 'ES256') });
  });
});

describe('verifying (RFC 7515 section 5.2, RFC 8725 section 3)', () => {
  const sign = (key: typeof rs256) => signCompactJws({ header: {}, payload, key });

  it('refuses a signature of another key', async () => {
    for (const [alg, published, own] of [
      ['RS256', rfc7517Rsa, rs256],
      ['PS256', rfc7517Rsa, ps256],
      ['ES256', rfc7517Ec, es256],
    ] as const) {
      const other = await publishedSigningKey(alg, published);
      const key = await importVerificationKey(other.jwk, alg);
      await refusedWith('ERR_SIGNATURE_INVALID', async () => verifyCompactJws(await sign(own), { key }));
    }
  });

  it('lets the key choose the algorithm, never the token', async () => {
    const asPs = await importVerificationKey(rs256.jwk, 'PS256');
    const refusal = await refusedWith('ERR_SIGNATURE_INVALID', async () =>
      verifyCompactJws(await sign(rs256), { key: asPs }),
    );
    assert.match(refusal.message, /algorithm/);
    const asRs = await importVerificationKey(ps256.jwk, 'RS256');
    await refusedWith('ERR_SIGNATURE_INVALID', async () => verifyCompactJws(await sign(ps256), { key: asRs }));
    const asEs = await importVerificationKey(es256.jwk, 'ES256');
    await refusedWith('ERR_SIGNATURE_INVALID', async () => verifyCompactJws(await sign(rs256), { key: asEs }));
  });

  it('refuses PKCS #1 v1.5 bytes under a header that says PS256, with the same RSA key', async () => {
    const input = `${encodeBase64url(encodeUtf8('{"alg":"PS256"}'))}.${encodeBase64url(encodeUtf8('{}'))}`;
    const token = `${input}.${encodeBase64url(await rs256.sign(encodeUtf8(input)))}`;
    const key = await importVerificationKey(rs256.jwk, 'PS256');
    await refusedWith('ERR_SIGNATURE_INVALID', () => verifyCompactJws(token, { key }));
  });

  it('refuses header, payload or signature of another token of the same key', async () => {
    const key = await importVerificationKey(es256.jwk, 'ES256');
    const one = (await signCompactJws({ header: { kid: '1' }, payload: { sub: 'ada' }, key: es256 })).split('.');
    const two = (await signCompactJws({ header: { kid: '2' }, payload: { sub: 'bob' }, key: es256 })).split('.');
    for (const index of [0, 1, 2]) {
      const mixed = one.map((part, position) => (position === index ? two[position] : part)).join('.');
      await refusedWith('ERR_SIGNATURE_INVALID', () => verifyCompactJws(mixed, { key }));
    }
  });

  for (const [what, bend] of [
    ['one byte short', (bytes: Uint8Array) => bytes.slice(1)],
    ['one byte long', (bytes: Uint8Array) => Uint8Array.of(...bytes, 0)],
    ['of zeros', (bytes: Uint8Array) => new Uint8Array(bytes.length)],
    ['of ones', (bytes: Uint8Array) => new Uint8Array(bytes.length).fill(255)],
    ['of one byte', () => Uint8Array.of(0)],
    ['in DER (RFC 7518 section 3.4 wants r and s plain)', derOf],
  ] as const) {
    it(`refuses an ES256 signature ${what}`, async () => {
      const key = await importVerificationKey(es256.jwk, 'ES256');
      const [header, body, signature] = (await sign(es256)).split('.') as [string, string, string];
      const bent = `${header}.${body}.${encodeBase64url(bend(decodeBase64url(signature)))}`;
      await refusedWith('ERR_SIGNATURE_INVALID', () => verifyCompactJws(bent, { key }));
    });
  }

  it('keeps malformed and forged apart', async () => {
    const key = await importVerificationKey(es256.jwk, 'ES256');
    await refusedWith('ERR_JWS_SEGMENTS', () => verifyCompactJws('a.b', { key }));
  });
});

function derOf(signature: Uint8Array): Uint8Array {
  const integer = (bytes: Uint8Array) => {
    const trimmed = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
    const body = (trimmed[0] ?? 0) > 127 ? Uint8Array.of(0, ...trimmed) : trimmed;
    return Uint8Array.of(2, body.length, ...body);
  };
  const body = Uint8Array.of(...integer(signature.subarray(0, 32)), ...integer(signature.subarray(32)));
  return Uint8Array.of(0x30, body.length, ...body);
}
