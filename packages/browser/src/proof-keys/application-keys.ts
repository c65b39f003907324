import { createDeadline } from '@holdfast/core/calling';
import type { ProofAlgorithm } from '../options/client-settings.ts';
import type { Records } from '../vault/records.ts';
import type { KeyPair } from '../vault/token-vault.ts';
import { generateProofKey } from './generate-proof-key.ts';
import { loadProofKey, type ProofKey } from './proof-key.ts';

/** Keys that an application binds tokens to itself, by their thumbprints. */
export interface ApplicationKeys {
  /** Makes a key, and keeps it. */
  generate(algorithm: ProofAlgorithm): Promise<ProofKey>;
  /** Finds a key; undefined where there is none that may be used. */
  find(thumbprint: string): Promise<ProofKey | undefined>;
  /**
   * Removes a key.
   *
   * @throws whatever the browser throws where storage does not let go of it
   */
  remove(thumbprint: string): Promise<void>;
}

// As for tokens: a database that another script blocks answers never.
const timeoutMs = 3000;

/**
 * Makes the keys of an application; they outlive the page where there is storage, and every tab has them. Where there is none, they live as long as the page.
 *
 * Not checked: who made a key that is found. Another script of the origin could have left one there, but none whose thumbprint is another's.
 *
 * @param records - where they outlive the page
 */
export function createApplicationKeys(records: Records): ApplicationKeys {
  const memory = new Map<string, ProofKey>();
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    const deadline = createDeadline(timeoutMs);
    try {
      return await deadline.race(work);
    } finally {
      deadline.clear();
    }
  };
  const place = (thumbprint: string): readonly string[] => ['application-key', thumbprint];
  return {
    async generate(algorithm) {
      const key = await generateProofKey(algorithm);
      const { thumbprint } = key.signer;
      memory.set(thumbprint, key);
      await run(() => records('readwrite', (step) => step.put(place(thumbprint), key.pair))).catch(() => undefined);
      return key;
    },
    async find(thumbprint) {
      const held = memory.get(thumbprint);
      if (held !== undefined) return held;
      try {
        const kept = await run(() => records<unknown>('readonly', (step, give) => step.get(place(thumbprint), give)));
        const key = await loadProofKey(kept as KeyPair);
        return key.signer.thumbprint === thumbprint ? key : undefined;
      } catch {
        return undefined;
      }
    },
    async remove(thumbprint) {
      memory.delete(thumbprint);
      await run(() => records('readwrite', (step) => step.delete(place(thumbprint))));
    },
  };
}
