import { createTokenValidator } from '@holdfast/resource';
import { api, createQuickIssuer } from './issuer.ts';
import type { MemorySubject, SubjectSize } from './subject.ts';

/** The verified tokens that a validator remembers: each one is signed, presented once and verified. */
export async function createRememberedTokens({ entries }: SubjectSize): Promise<MemorySubject> {
  const issuer = createQuickIssuer();
  const validator = createTokenValidator({
    ...issuer.options,
    origins: api.origin,
    proof: 'when-bound',
    rememberedTokens: entries,
  });
  return {
    capacity: entries,
    async feed() {
      const token = issuer.mint(Math.floor(Date.now() / 1000));
      await validator.authenticate({
        method: 'GET',
        target: api.target,
        headers: [['Authorization', `Bearer ${token}`]],
        body: new Uint8Array(0),
      });
    },
  };
}
