import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSignedHttpRequest } from '../../src/shr/create.ts';
import { publishedSigningKey, rfc7515Rsa } from '../fixtures/published-keys.ts';
import { boundKey, clock, otherKey, prove, rsaKey, signProof, verifyProof } from '../fixtures/signed-requests.ts';

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

describe('the id under which a proof is remembered', () => {
  it('is equal for two ECDSA signatures of one text', async () => {
    const [one, two] = [await signProof(), await signProof()];
    assert.notEqual(one, two);
    assert.equal(withoutSignature(one), withoutSignature(two));
    assert.equal((await verifyProof(one)).replayId, (await verifyProof(two)).replayId);
  });

  it('is equal for the twin (r, n - s) that anybody can make of an ECDSA signature', async () => {
    const text = await signProof();
    const twin = malleated(text);
    assert.notEqual(twin, text);
    assert.equal((await verifyProof(twin)).replayId, (await verifyProof(text)).replayId);
  });

  it('is equal for two PS256 signatures of one text', async () => {
    const key = await publishedSigningKey('PS256', rfc7515Rsa);
    const [one, two] = [await signProof({ key }), await signProof({ key })];
    assert.notEqual(one, two);
    assert.equal((await verifyProof(one, { key })).replayId, (await verifyProof(two, { key })).replayId);
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

function withoutSignature(text: string): string {
  return text.slice(0, text.lastIndexOf('.'));
}

function malleated(text: string): string {
  const signature = Buffer.from(text.slice(text.lastIndexOf('.') + 1), 'base64url');
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`);
  const twin = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex');
  return `${withoutSignature(text)}.${Buffer.concat([signature.subarray(0, 32), twin]).toString('base64url')}`;
}
