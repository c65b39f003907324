import { randomBytes } from 'node:crypto';
import { createMemoryReplayStore, type MemoryReplayStore, type ReplayClaim, ReplayStoreFull } from '@holdfast/core';
import type { MemorySubject, SubjectSize } from './subject.ts';

const owners = 1_000;

/** A replay store at its limit: nothing expires, so whatever comes after that is refused, and must not be kept. */
export async function createReplayStore({ entries }: SubjectSize): Promise<MemorySubject> {
  const capacity = entries * 50;
  const store = createMemoryReplayStore({ maxEntries: capacity });
  const expiresAt = Math.floor(Date.now() / 1000) + 3600;
  return {
    capacity,
    async feed(index) {
      const claim = { id: randomBytes(32).toString('base64url'), owner: `key ${index % owners}`, expiresAt };
      const isNew = claimOrFull(store, claim);
      if (isNew !== (index < capacity ? true : 'full')) throw new Error('the store is not at its limit');
    },
  };
}

function claimOrFull(store: MemoryReplayStore, claim: ReplayClaim): boolean | 'full' {
  try {
    return store.claimOnce(claim);
  } catch (error) {
    if (error instanceof ReplayStoreFull) return 'full';
    throw error;
  }
}
