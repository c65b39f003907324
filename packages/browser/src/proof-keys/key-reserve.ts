import type { Clock, EventSink } from '@holdfast/core';
import type { KeyGenerated } from '../events/browser-event.ts';
import type { ProofAlgorithm } from '../options/client-settings.ts';
import { generateProofKey } from './generate-proof-key.ts';
import type { ProofKey } from './proof-key.ts';

/** Keys made before they are needed: an RSA key takes tens of milliseconds, sometimes hundreds. */
export interface KeyReserve {
  /** Has one made, unless one is there. */
  fill(): void;
  /** Gives a key that nobody else gets, and has the next one made. */
  take(): Promise<ProofKey>;
}

/** What {@link createKeyReserve} needs. */
export interface KeyReserveOptions {
  readonly algorithm: ProofAlgorithm;
  readonly clock: Clock;
  readonly emit: EventSink<KeyGenerated>;
}

/**
 * Makes an empty reserve of one key: a page refreshes seldom, and its token and key are one record, so no more are ever wanted at once.
 *
 * The pool of core holds keys that show no pair, and storage needs the pair.
 */
export function createKeyReserve({ algorithm, clock, emit }: KeyReserveOptions): KeyReserve {
  let reserve: Promise<ProofKey> | undefined;
  const generate = async (): Promise<ProofKey> => {
    const startedMs = clock();
    const key = await generateProofKey(algorithm);
    emit({ name: 'key.generated', tookMs: clock() - startedMs });
    return key;
  };
  const fill = (): Promise<ProofKey> => {
    if (reserve !== undefined) return reserve;
    const made = generate();
    reserve = made;
    // What failed is tried again for whoever takes next.
    made.catch(() => {
      if (reserve === made) reserve = undefined;
    });
    return made;
  };
  return {
    fill: () => void fill(),
    take() {
      const taken = fill();
      reserve = undefined;
      // Once this one is made: two at the same time would both be late.
      taken.then(fill, () => undefined);
      return taken;
    },
  };
}
