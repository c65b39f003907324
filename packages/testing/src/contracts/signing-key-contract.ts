import assert from 'node:assert/strict';
import { createHash, webcrypto } from 'node:crypto';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import type { JwsAlgorithm, PublicJwk, SigningKey } from '@holdfast/core';

/** What the contract needs to know beside the key. */
export interface SigningKeyContractOptions {
  /** Texts that would betray the private part or where it lies (a PEM line, a path, a PIN); none may ever be visible. */
  readonly secrets?: readonly string[] | undefined;
}

type ImportParams = Parameters<typeof webcrypto.subtle.importKey>[2];
type VerifyParams = Parameters<typeof webcrypto.subtle.verify>[0];

const algorithms: Readonly<
  Record<JwsAlgorithm, { readonly importing: ImportParams; readonly verifying: VerifyParams }>
> = {
  RS256: { importing: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, verifying: 'RSASSA-PKCS1-v1_5' },
  PS256: { importing: { name: 'RSA-PSS', hash: 'SHA-256' }, verifying: { name: 'RSA-PSS', saltLength: 32 } },
  ES256: { importing: { name: 'ECDSA', namedCurve: 'P-256' }, verifying: { name: 'ECDSA', hash: 'SHA-256' } },
};

/**
 * What every `SigningKey` must do, whatever keeps its private part. Registers a `describe` of `node:test`.
 *
 * @param name - names the implementation in the test titles
 * @param makeKey - makes a new key, or opens one
 * @param options - texts that must not become visible
 *
 * @example
 * ```ts
 * import { generateSigningKey } from '@holdfast/core';
 * import { signingKeyContract } from '@holdfast/testing';
 *
 * signingKeyContract('WebCrypto ES256', () => generateSigningKey({ alg: 'ES256' }));
 * ```
 */
export function signingKeyContract(
  name: string,
  makeKey: () => SigningKey | Promise<SigningKey>,
  options: SigningKeyContractOptions = {},
): void {
  describe(`SigningKey contract: ${name}`, () => {
    testSignatures(makeKey);
    testPublicPart(makeKey, options.secrets ?? []);
  });
}

type MakeKey = () => SigningKey | Promise<SigningKey>;

function testSignatures(makeKey: MakeKey): void {
  it('signs what its public key verifies (RFC 7515 section 5.2)', async () => {
    const key = await makeKey();
    const data = bytes('header.payload');
    const signature = await key.sign(data);
    assert.equal(await verifies(key, data, signature), true);
    assert.equal(await verifies(key, bytes('header.payloae'), signature), false);
    const bent = Uint8Array.from(signature, (byte, index) => (index === 5 ? byte ^ 1 : byte));
    assert.equal(await verifies(key, data, bent), false);
  });

  it('gives signatures in the form of JWS (RFC 7518 section 3)', async () => {
    const key = await makeKey();
    const signature = await key.sign(bytes('x'));
    assert.ok(signature instanceof Uint8Array);
    const expected = key.jwk.kty === 'EC' ? 64 : Buffer.from(key.jwk.n, 'base64url').length;
    assert.equal(signature.length, expected);
  });

  it('signs nothing and much', async () => {
    const key = await makeKey();
    for (const data of [new Uint8Array(0), new Uint8Array(100_000).fill(7)]) {
      assert.equal(await verifies(key, data, await key.sign(data)), true);
    }
  });

  it('signs concurrently, each signature for its own data', async () => {
    const key = await makeKey();
    const texts = Array.from({ length: 16 }, (_, index) => bytes(`text ${index}`));
    const signatures = await Promise.all(texts.map((text) => key.sign(text)));
    for (const [index, text] of texts.entries()) assert.equal(await verifies(key, text, signatures[index]!), true);
    assert.equal(await verifies(key, texts[0]!, signatures[1]!), false);
  });

  it('signs texts as it signs their bytes, long ones too and several at once', async () => {
    const key = await makeKey();
    // The last two are no texts to sign, and still never those that they resemble.
    const texts = ['', 'header.payload', 'header.another', 'a'.repeat(200_000), '\u0161\u0141', '\ud800'];
    // `create.ts` of signed HTTP requests asks in the same way: a key need not take texts.
    const sign = (text: string) => (key.signAscii === undefined ? key.sign(bytes(text)) : key.signAscii(text));
    const signatures = await Promise.all(texts.map(sign));
    for (const [index, text] of texts.entries()) {
      assert.equal(await verifies(key, bytes(text), signatures[index]!), true, `${text.length} letters`);
    }
  });
}

function testPublicPart(makeKey: MakeKey, secrets: readonly string[]): void {
  it('names an algorithm that fits its key', async () => {
    const key = await makeKey();
    assert.ok(Object.hasOwn(algorithms, key.alg));
    assert.equal(key.jwk.kty, key.alg === 'ES256' ? 'EC' : 'RSA');
    if (key.jwk.alg !== undefined) assert.equal(key.jwk.alg, key.alg);
  });

  it('has the thumbprint of its public key (RFC 7638 section 3)', async () => {
    const key = await makeKey();
    assert.equal(key.thumbprint, thumbprint(key.jwk));
  });

  it('shows only the public part of its key', async () => {
    const key = await makeKey();
    const allowed = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'use', 'alg'];
    assert.deepEqual(
      Reflect.ownKeys(key.jwk).filter((member) => !allowed.includes(String(member))),
      [],
    );
  });

  it('keeps its private part out of JSON, inspection and properties', async () => {
    const key = await makeKey();
    await key.sign(bytes('x'));
    const shown = [JSON.stringify(key), inspect(key, { depth: 20, showHidden: true, getters: true }), ...walk(key)];
    for (const text of shown) {
      assert.doesNotMatch(text, /PRIVATE|CryptoKey|KeyObject|pkcs8|"(?:d|p|q|dp|dq|qi|k)":/i);
      for (const secret of secrets) assert.ok(!text.includes(secret), 'a secret is visible');
    }
  });
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

async function verifies(
  key: SigningKey,
  data: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const { importing, verifying } = algorithms[key.alg];
  const { kid: _kid, use: _use, alg: _alg, ...jwk } = key.jwk;
  const imported = await webcrypto.subtle.importKey('jwk', jwk, importing, true, ['verify']);
  return webcrypto.subtle.verify(verifying, imported, signature, data);
}

function thumbprint(jwk: PublicJwk): string {
  const members =
    jwk.kty === 'EC' ? { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y } : { e: jwk.e, kty: jwk.kty, n: jwk.n };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}

/** Names and values of everything that can be reached from a value through own properties. */
function walk(value: unknown, seen: Set<object> = new Set()): string[] {
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? [] : [String(value)];
  if (seen.has(value)) return [];
  seen.add(value);
  return Reflect.ownKeys(value).flatMap((name) => [
    `"${String(name)}":`,
    Object.prototype.toString.call(Reflect.get(value, name)),
    ...walk(Reflect.get(value, name), seen),
  ]);
}
