import { randomBytes } from 'node:crypto';
import { createNonceIssuer, createSignedHttpRequest } from '@holdfast/core';
import { generateNodeKey } from '@holdfast/node';
import { createTokenValidator } from '@holdfast/resource';
import { api, createQuickIssuer } from './issuer.ts';
import type { MemorySubject, SubjectSize } from './subject.ts';

const windowSeconds = 300;
// What a validator keeps of proof keys, whatever else it is told to remember.
const keysKept = 10_000;
const proofsPerSecond = 20;

/**
 * What a validator remembers of proofs: their keys, what they have in common, and which were there. Each has a key and a token of its
 * own. The clock runs with the proofs, so that the oldest are forgotten.
 */
export async function createProofKeys({ entries }: SubjectSize): Promise<MemorySubject> {
  const issuer = createQuickIssuer();
  const secret = randomBytes(32);
  const startedMs = Date.now();
  let nowMs = startedMs;
  const clock = (): number => nowMs;
  const nonces = createNonceIssuer({ secret, clock });
  const validator = createTokenValidator({
    ...issuer.options,
    origins: api.origin,
    nonce: { secret },
    rememberedTokens: entries,
    windowSeconds,
    clock,
  });
  return {
    capacity: Math.max(keysKept, (windowSeconds + 60) * proofsPerSecond),
    async feed(index) {
      nowMs = startedMs + Math.floor((index * 1000) / proofsPerSecond);
      const key = await generateNodeKey('ES256');
      const accessToken = issuer.mint(Math.floor(nowMs / 1000), key.thumbprint);
      const request = { method: 'GET', url: api.origin + api.target };
      const nonce = await nonces.issue();
      const proof = await createSignedHttpRequest({ accessToken, key, request, nonce, clock });
      await validator.authenticate({
        method: 'GET',
        target: api.target,
        headers: [['Authorization', `PoP ${proof}`]],
        body: new Uint8Array(0),
      });
    },
  };
}
