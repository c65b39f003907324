import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KeyConfirmation } from '../../src/cnf/confirmation.ts';
import type { ProofKey, ProofKeyMemory } from '../../src/shr/proof-keys.ts';
import { publishedSigningKey, rfc7515Rsa } from '../fixtures/published-keys.ts';
import { refusedWith } from '../fixtures/refusals.ts';
import { boundKey, otherKey, prove, rsaKey, signProof, verifyProof } from '../fixtures/signed-requests.ts';

function createMemory(): ProofKeyMemory & { readonly kept: ReadonlyMap<string, ProofKey> } {
  const kept = new Map<string, ProofKey>();
  return { kept, find: (text) => kept.get(text), write: (text, key) => void kept.set(text, key) };
}

describe('the memory of proof keys', () => {
  it('is written once for many proofs, and serves all of them', async () => {
    const proofKeys = createMemory();
    for (let round = 0; round < 3; round += 1) await prove({ options: { proofKeys } });
    assert.equal(proofKeys.kept.size, 1);
  });

  it('is not filled by somebody who repeats the public key and cannot sign', async () => {
    const proofKeys = createMemory();
    const header = { kid: boundKey.thumbprint };
    for (const pad of ['', 'x', 'xx']) {
      const claims = { cnf: { jwk: { ...boundKey.jwk, pad } } };
      const stolen = await signProof({ key: otherKey, header, claims });
      await refusedWith('ERR_SIGNATURE_INVALID', () => verifyProof(stolen, { options: { proofKeys } }));
    }
    assert.equal(proofKeys.kept.size, 0);
  });

  it('keeps no text that was padded', async () => {
    const proofKeys = createMemory();
    const claims = { cnf: { jwk: { ...boundKey.jwk, pad: 'x'.repeat(5000) } } };
    await prove({ claims, options: { proofKeys } });
    assert.equal(proofKeys.kept.size, 0);
  });

  it('gives no token the key of another one', async () => {
    const proofKeys = createMemory();
    const options = { proofKeys };
    await prove({ options });
    const confirmation: KeyConfirmation = { form: 'kid', thumbprint: otherKey.thumbprint };
    await refusedWith('ERR_SHR_KEY_MISMATCH', async () => verifyProof(await signProof(), { confirmation, options }));
    const cnf = { jwk: { ...boundKey.jwk } };
    await refusedWith('ERR_SHR_KEY_MISMATCH', async () =>
      verifyProof(await signProof({ key: otherKey, claims: { cnf } }), { confirmation, options }),
    );
  });

  it('does not loosen the algorithm that the token names for its key', async () => {
    const options = { proofKeys: createMemory() };
    const ps256 = await publishedSigningKey('PS256', rfc7515Rsa);
    const free = { form: 'jwk', jwk: rsaKey.jwk, thumbprint: rsaKey.thumbprint } as const;
    const strict = { ...free, jwk: { ...rsaKey.jwk, alg: 'PS256' } } as const;
    await prove({ key: rsaKey, confirmation: free, options });
    await refusedWith('ERR_SHR_KEY_MISMATCH', () => prove({ key: rsaKey, confirmation: strict, options }));
    await prove({ key: ps256, confirmation: strict, options });
    await refusedWith('ERR_SHR_KEY_MISMATCH', () => prove({ key: rsaKey, confirmation: strict, options }));
  });
});
