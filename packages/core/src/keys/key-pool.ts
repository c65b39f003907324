import { FlightAborted } from '../errors/flight-aborted.ts';
import { KeyPoolClosed } from '../errors/key-pool-closed.ts';
import type { SigningKey } from './signing-key.ts';

/** Keys generated before they are needed: an RSA key takes far too long for the path of a request. */
export interface KeyPool {
  /**
   * Takes a key; nobody else gets the same one. While one is ready nothing is generated for the caller to wait for.
   *
   * @param signal - ends the wait
   * @throws {@link FlightAborted} `ERR_FLIGHT_ABORTED`; {@link KeyPoolClosed} `ERR_KEY_POOL_CLOSED`; else what generating threw
   */
  take(signal?: AbortSignal): Promise<SigningKey>;
  /** How many keys are ready. */
  readonly ready: number;
  /** Drops the keys that are ready and refuses everyone who waits or comes later. */
  close(): void;
}

/** Options of {@link createKeyPool}. */
export interface KeyPoolOptions {
  /** Makes one key. */
  readonly generate: () => Promise<SigningKey>;
  /** Keys to keep ready, and to generate at the same time at most. @default 2 */
  readonly size?: number | undefined;
}

interface Taker {
  give(key: SigningKey): void;
  refuse(reason: unknown): void;
}

/**
 * Makes a pool and begins to fill it.
 *
 * A generation that fails refuses the caller who has waited longest; with nobody waiting it is dropped, and tried again when
 * the next key is taken, so a broken generator is not called in a loop.
 *
 * @param options - generator and size
 * @throws TypeError when the size is not a positive whole number
 *
 * @example
 * ```ts
 * import { createKeyPool, generateSigningKey } from '@holdfast/core';
 *
 * const pool = createKeyPool({ generate: () => generateSigningKey({ alg: 'RS256' }), size: 4 });
 * const key = await pool.take();
 * pool.close();
 * ```
 */
export function createKeyPool(options: KeyPoolOptions): KeyPool {
  const { generate, size = 2 } = options;
  if (!Number.isSafeInteger(size) || size < 1)
    throw new TypeError('The size of a key pool must be a positive whole number');
  const ready: SigningKey[] = [];
  const takers: Taker[] = [];
  let running = 0;
  let isClosed = false;

  // Keys that are ready and keys on their way never exceed the size: while anyone waits, none is ready.
  const fill = (spare: number): void => {
    while (!isClosed && running < size && ready.length + running < takers.length + spare) {
      running += 1;
      // Started from a microtask: a generator that throws at once must not reach whoever takes or creates.
      Promise.resolve().then(generate).then(keep, fail);
    }
  };
  const keep = (key: SigningKey): void => {
    running -= 1;
    const taker = takers.shift();
    if (taker !== undefined) taker.give(key);
    else if (!isClosed) ready.push(key);
    fill(size);
  };
  const fail = (reason: unknown): void => {
    running -= 1;
    takers.shift()?.refuse(reason);
    fill(0);
  };

  fill(size);
  return {
    async take(signal) {
      if (isClosed) throw new KeyPoolClosed();
      if (signal?.aborted) throw new FlightAborted({ cause: signal.reason });
      const taken = ready.shift() ?? joinQueue(takers, signal);
      fill(size);
      return taken;
    },
    get ready() {
      return ready.length;
    },
    close() {
      isClosed = true;
      ready.length = 0;
      for (const taker of takers.splice(0)) taker.refuse(new KeyPoolClosed());
    },
  };
}

function joinQueue(takers: Taker[], signal: AbortSignal | undefined): Promise<SigningKey> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      takers.splice(takers.indexOf(taker), 1);
      reject(new FlightAborted({ cause: signal?.reason }));
    };
    const stay = (): void => signal?.removeEventListener('abort', leave);
    const taker: Taker = {
      give(key) {
        stay();
        resolve(key);
      },
      refuse(reason) {
        stay();
        reject(reason);
      },
    };
    signal?.addEventListener('abort', leave, { once: true });
    takers.push(taker);
  });
}
