import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SigningKey } from '../../src/keys/signing-key.ts';
import { createSignedHttpRequest } from '../../src/shr/create.ts';
import { publishedSigningKey, rfc7515Rsa } from '../fixtures/published-keys.ts';
import { boundKey, clock, otherKey, prove, rsaKey, signProof, verifyProof } from '../fixtures/signed-requests.ts';

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

describe('the id under which a proof is remembered', () => {
  it('is equal for the twin (r, n - s) that anybody can make of an ECDSA signature', async () => {
    const text = await signProof();
    const twin = malleated(text);
    assert.notEqual(twin, text);
    assert.equal((await verifyProof(twin)).replayId, (await verifyProof(text)).replayId);
  });

  it('has no other spelling of an RSA signature to tell apart: one more modulus, a zero before it, a byte less', async () => {
    const modulus = BigInt(`0x${Buffer.from(rfc7515Rsa.n, 'base64url').toString('hex')}`);
    for (const key of [rsaKey, await publishedSigningKey('PS256', rfc7515Rsa)]) {
      const text = await signProof({ key });
      const signature = signatureOf(text);
      const number = BigInt(`0x${signature.toString('hex')}`);
      // 2,048 bits hold the sum for a third of all signatures; one more byte holds it for each.
      const sum = Buffer.from((number + modulus).toString(16).padStart(514, '0'), 'hex');
      const others = [sum, sum.subarray(1), Buffer.concat([Buffer.alloc(1), signature]), signature.subarray(1)];
      for (const other of others) {
        const copy = `${withoutSignature(text)}.${other.toString('base64url')}`;
        await assert.rejects(verifyProof(copy, { key }), { code: 'ERR_SIGNATURE_INVALID' });
      }
    }
  });

  it('has no other spelling of an RSA signature that begins with a zero, as one in 256 does, to tell apart: the same without it', async () => {
    for (const key of [rsaKey, await publishedSigningKey('PS256', rfc7515Rsa)]) {
      const text = await proofThatBeginsWithZero(key);
      await verifyProof(text, { key });
      const copy = `${withoutSignature(text)}.${signatureOf(text).subarray(1).toString('base64url')}`;
      await assert.rejects(verifyProof(copy, { key }), { code: 'ERR_SIGNATURE_INVALID' });
    }
  });

  it('has no other spelling of an ECDSA signature to tell apart: zeros before, behind, or in the middle', async () => {
    const text = await signProof();
    const [r, s] = [signatureOf(text).subarray(0, 32), signatureOf(text).subarray(32)];
    const zero = Buffer.alloc(1);
    for (const parts of [
      [zero, r, s],
      [r, s, zero],
      [zero, r, zero, s],
      [r, zero, s],
      [s, r],
    ]) {
      const copy = `${withoutSignature(text)}.${Buffer.concat(parts).toString('base64url')}`;
      await assert.rejects(verifyProof(copy), { code: 'ERR_SIGNATURE_INVALID' });
    }
  });

  it('is another one for what the holder of the key signs again', async () => {
    const pss = await publishedSigningKey('PS256', rfc7515Rsa);
    for (const key of [boundKey, pss]) {
      const [one, two] = [await signProof({ key }), await signProof({ key })];
      assert.equal(withoutSignature(one), withoutSignature(two));
      assert.notEqual((await verifyProof(one, { key })).replayId, (await verifyProof(two, { key })).replayId);
    }
  });

  it('is equal whatever the verifier knows beside the proof', async () => {
    const text = await signProof();
    const byKey = { form: 'jwk', jwk: boundKey.jwk, thumbprint: boundKey.thumbprint } as const;
    const { replayId } = await verifyProof(text);
    assert.equal((await verifyProof(text, { confirmation: byKey })).replayId, replayId);
    const dialects = ['msal-dotnet', 'msal-browser', 'strict'] as const;
    assert.equal((await verifyProof(text, { options: { dialects, windowSeconds: 30 } })).replayId, replayId);
  });

  it('is different for anything else', async () => {
    const ids = new Set<string>();
    const proofs = [
      {},
      { claims: { nonce: 'a' } },
      { claims: { nonce: 'b' } },
      { claims: { jti: 'a' } },
      { claims: { ts: 1_561_572_001 } },
      { claims: { at: 'another access token' } },
      { claims: { extra: 1 } },
      { header: { kid: undefined } },
      { key: otherKey },
      { key: rsaKey },
      { key: await publishedSigningKey('PS256', rfc7515Rsa) },
    ];
    for (const proof of proofs) ids.add((await prove(proof)).replayId);
    assert.equal(ids.size, proofs.length);
  });

  it('is different for two requests of one second, even with a deterministic signature', async () => {
    const create = () =>
      createSignedHttpRequest({
        accessToken: 'the access token',
        key: rsaKey,
        request: { method: 'GET', url: 'https://api.example/orders?page=2&sort=name' },
        clock,
      });
    const ids = await Promise.all(
      Array.from({ length: 20 }, async () => (await verifyProof(await create(), { key: rsaKey })).replayId),
    );
    assert.equal(new Set(ids).size, 20);
  });
});

async function proofThatBeginsWithZero(key: SigningKey): Promise<string> {
  for (let round = 0; ; round += 1) {
    const text = await signProof({ key, claims: { jti: String(round) } });
    if (signatureOf(text)[0] === 0) return text;
  }
}

function withoutSignature(text: string): string {
  return text.slice(0, text.lastIndexOf('.'));
}

function signatureOf(text: string): Buffer {
  return Buffer.from(text.slice(text.lastIndexOf('.') + 1), 'base64url');
}

function malleated(text: string): string {
  const signature = signatureOf(text);
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`);
  const twin = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex');
  return `${withoutSignature(text)}.${Buffer.concat([signature.subarray(0, 32), twin]).toString('base64url')}`;
}
