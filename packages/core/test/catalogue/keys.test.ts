import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createSigningKey,
  decodeCompactJws,
  encodeBase64url,
  importVerificationKey,
  parseJwkSet,
  parsePublicJwk,
  parseReqCnf,
  signCompactJws,
  verifyCompactJws,
} from '@holdfast/core';
import { pointY } from '../fixtures/hostile-jwks.ts';
import {
  ecJwk,
  privateCryptoKey,
  publishedSigningKey,
  rfc7515Ec,
  rfc7515Rsa,
  rfc7517Ec,
  rsaJwk,
} from '../fixtures/published-keys.ts';
import { outcomeOf } from '../fixtures/refusals.ts';
import { prove } from '../fixtures/signed-requests.ts';

const key = await publishedSigningKey('ES256', rfc7515Ec);
const ec = ecJwk(rfc7515Ec);
const p = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const bytesOf = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const coordinate = (value: bigint): string => bytesOf(value).toString('base64url');

test('catalogue 09: an ECDSA signature of zeros, of the order or in DER proves nothing', async () => {
  const verifier = await importVerificationKey(ec, 'ES256');
  const token = await signCompactJws({ header: {}, payload: { sub: 'ada' }, key });
  const verify = (signature: Uint8Array): Promise<string> =>
    outcomeOf(() =>
      verifyCompactJws(`${token.slice(0, token.lastIndexOf('.'))}.${encodeBase64url(signature)}`, { key: verifier }),
    );
  const good = Buffer.from(decodeCompactJws(token).signature);
  const [r, s] = [good.subarray(0, 32), good.subarray(32)];
  assert.equal(await verify(good), 'accepted');
  for (const odd of [0n, n, p, 2n ** 256n - 1n]) {
    assert.equal(await verify(Buffer.concat([bytesOf(odd), bytesOf(odd)])), 'ERR_SIGNATURE_INVALID', `r = s = ${odd}`);
    assert.equal(await verify(Buffer.concat([bytesOf(odd), s])), 'ERR_SIGNATURE_INVALID', `r = ${odd}`);
    assert.equal(await verify(Buffer.concat([r, bytesOf(odd)])), 'ERR_SIGNATURE_INVALID', `s = ${odd}`);
  }
  const integer = (half: Buffer): Buffer => Buffer.concat([Buffer.of(2, 33, 0), half]);
  const der = Buffer.concat([Buffer.of(0x30, 70), integer(r), integer(s)]);
  const longer = [Buffer.concat([r, Buffer.of(0), s]), Buffer.concat([good, Buffer.of(0)])];
  for (const other of [der, ...longer, good.subarray(0, 63), Buffer.of(0), r]) {
    assert.equal(await verify(other), 'ERR_SIGNATURE_INVALID', `${other.length} bytes`);
  }
});

test('catalogue 14: a point off the curve, on another curve or of another key pair is no key', async () => {
  const number = (text: string): bigint => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`);
  const off: readonly object[] = [
    { ...ec, x: ec.y, y: ec.x },
    { ...ec, y: ecJwk(rfc7517Ec).y },
    { ...ec, y: coordinate(number(ec.y) + 1n) },
    { ...ec, x: coordinate(0n), y: coordinate(0n) },
    { ...ec, x: coordinate(p), y: coordinate(p) },
    // Sound points under a second spelling, and so under a second thumbprint.
    { ...ec, x: coordinate(5n + p), y: pointY(5n) },
    { ...ec, x: coordinate(p), y: pointY(0n) },
  ];
  for (const jwk of off) assert.throws(() => parsePublicJwk(jwk), { code: 'ERR_JWK_NOT_ON_CURVE' });
  parsePublicJwk({ ...ec, x: coordinate(5n), y: pointY(5n) });
  for (const crv of ['P-384', 'P-521', 'secp256k1', 'X25519', 'p-256', undefined]) {
    assert.throws(() => parsePublicJwk({ ...ec, crv }), { code: 'ERR_JWK_KTY' }, crv);
  }
  const privateKey = await privateCryptoKey('ES256', rfc7515Ec);
  await assert.rejects(createSigningKey({ alg: 'ES256', privateKey, publicJwk: ecJwk(rfc7517Ec) }), {
    code: 'ERR_KEY_UNUSABLE',
  });
});

test('catalogue 31: a key that shows private or symmetric material is refused wherever a public one belongs', async () => {
  for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']) {
    for (const value of ['AQAB', '', null, []]) {
      const label = `${name} = ${JSON.stringify(value)}`;
      const disclosed = { ...ec, [name]: value };
      assert.throws(() => parsePublicJwk(disclosed), { code: 'ERR_JWK_PRIVATE' }, label);
      assert.throws(() => parsePublicJwk({ ...rsaJwk(rfc7515Rsa), [name]: value }), { code: 'ERR_JWK_PRIVATE' }, label);
      assert.throws(() => parseJwkSet({ keys: [disclosed] }), { code: 'ERR_JWK_PRIVATE' }, label);
      const reqCnf = Buffer.from(JSON.stringify(disclosed)).toString('base64url');
      await assert.rejects(parseReqCnf(reqCnf), { code: 'ERR_JWK_PRIVATE' }, label);
      assert.equal(await outcomeOf(() => prove({ claims: { cnf: { jwk: disclosed } } })), 'ERR_SHR_CNF', label);
    }
  }
});
