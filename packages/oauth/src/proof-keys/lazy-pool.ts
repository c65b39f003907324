import {
  type Clock,
  createKeyPool,
  type EventSink,
  type KeyPool,
  KeyPoolClosed,
  type SigningKey,
} from '@holdfast/core';
import type { ClientEvent } from '../events/token-event.ts';

/** What {@link createLazyPool} needs. */
export interface LazyPoolOptions {
  readonly generate: () => Promise<SigningKey>;
  /** Keys generated in advance once the first is needed. */
  readonly poolSize: number;
  readonly clock: Clock;
  readonly emit: EventSink<ClientEvent>;
}

/** A pool that generates nothing before the first key is taken: a client of bearer tokens needs none. Tells how long each key took. */
export function createLazyPool(options: LazyPoolOptions): Pick<KeyPool, 'take' | 'close'> {
  const { generate, poolSize, clock, emit } = options;
  let pool: KeyPool | undefined;
  let isClosed = false;
  const generateTimed = async (): Promise<SigningKey> => {
    const startedMs = clock();
    const key = await generate();
    emit({ name: 'key.generated', tookMs: clock() - startedMs });
    return key;
  };
  return {
    async take(signal) {
      if (isClosed) throw new KeyPoolClosed();
      pool ??= createKeyPool({ generate: generateTimed, size: poolSize });
      return pool.take(signal);
    },
    close() {
      isClosed = true;
      pool?.close();
    },
  };
}
