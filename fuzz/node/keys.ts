import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKeyInput, verify } from 'node:crypto';
import { encodeUtf8, type JwsAlgorithm } from '@holdfast/core';
import { createNodeSigningKey } from '@holdfast/node';
import fc from 'fast-check';
import { rfc7515Ec, rfc7515Rsa } from '../../packages/core/test/fixtures/published-keys.ts';
import { rawFromDer } from '../../packages/node/src/keys/ecdsa-signature.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { byteEdits, editBytes } from '../mutate/bytes.ts';

const seeds = [
  ...[rfc7515Ec, rfc7515Rsa].map((key) => createPrivateKey({ key, format: 'jwk' } as unknown as JsonWebKeyInput)),
  generateKeyPairSync('ed25519').privateKey,
  generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
].map((key) => key.export({ type: 'pkcs8', format: 'der' }));

const signingKey = defineTarget({
  name: 'node/signing-key',
  shortRuns: 150,
  arbitrary: fc.tuple(
    fc.constantFrom(...seeds),
    fc.option(byteEdits),
    fc.constantFrom<JwsAlgorithm>('ES256', 'RS256', 'PS256'),
  ),
  run: async ([der, edits, alg]) => {
    const key = parse(edits === null ? der : editBytes(der, edits));
    if (key === undefined) return;
    const data = encodeUtf8('data');
    const outcome = await attempt(async () => {
      const made = await createNodeSigningKey(alg, key);
      return { made, signature: await made.sign(data) };
    });
    if (!outcome.accepted) return;
    const { made, signature } = outcome.value;
    const publicKey = createPublicKey({ key: { ...made.jwk }, format: 'jwk' } as JsonWebKeyInput);
    const padding = alg === 'PS256' ? { padding: 6, saltLength: 32 } : {};
    const isOwn = verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363', ...padding }, signature);
    expect(isOwn, 'publishes another key than it signs with');
  },
});

const number = fc.uint8Array({ minLength: 1, maxLength: 32 }).filter((bytes) => bytes.some((byte) => byte > 0));

const derSignature = defineTarget({
  name: 'node/ecdsa-der',
  shortRuns: 800,
  arbitrary: fc.tuple(number, number),
  run: ([r, s]) => {
    const raw = rawFromDer(Uint8Array.of(0x30, 0, ...derNumber(r), ...derNumber(s)));
    expect(raw.length === 64, 'is no raw signature');
    expect(Buffer.compare(raw.subarray(0, 32), padded(r)) === 0, 'changes r');
    expect(Buffer.compare(raw.subarray(32), padded(s)) === 0, 'changes s');
  },
});

/** Private keys of any kind, and the two spellings of an ECDSA signature. */
export const keyTargets: readonly FuzzTarget[] = [signingKey, derSignature];

function parse(der: Uint8Array<ArrayBuffer> | Buffer): ReturnType<typeof createPrivateKey> | undefined {
  try {
    return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  } catch {
    return undefined;
  }
}

function derNumber(bytes: Uint8Array): Uint8Array {
  const short = bytes.subarray(bytes.findIndex((byte) => byte > 0));
  const content = (short[0] ?? 0) >= 0x80 ? [0, ...short] : [...short];
  return Uint8Array.of(2, content.length, ...content);
}

function padded(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([new Uint8Array(32), bytes]).subarray(-32);
}
