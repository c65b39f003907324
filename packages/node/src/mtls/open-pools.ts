import { createLruMap, type EventSink } from '@holdfast/core';
import type { Dispatcher } from 'undici';
import type { CertificateIdentity } from './certificate-identity.ts';
import type { MtlsEvent, MtlsPoolDraining } from './mtls-event.ts';
import type { Connections } from './open-connections.ts';

/** The connections of one certificate to one origin, and whose they are. */
export interface OpenPool extends Connections {
  readonly identity: CertificateIdentity;
  readonly origin: string;
  readonly x5tS256: string;
}

/** The pools that take new requests. */
export interface OpenPools {
  readonly size: number;
  /** Finds where to send, and counts as a use of it. */
  find(identity: CertificateIdentity, origin: string): Dispatcher | undefined;
  /** Takes a pool in; when there are too many, the one that was not used for the longest time is drained. */
  add(pool: OpenPool): void;
  /** Drains every pool of a certificate; resolves when their requests are done. */
  retire(identity: CertificateIdentity): Promise<void>;
  /** Drains every pool; resolves when all requests are done, also those of pools that were drained before. */
  close(): Promise<void>;
}

/** Makes an empty {@link OpenPools}. */
export function createOpenPools(options: {
  readonly maxPools: number;
  readonly emit: EventSink<MtlsEvent>;
}): OpenPools {
  const { maxPools, emit } = options;
  const pools = createLruMap<OpenPool>(maxPools);
  const draining = new Set<Promise<void>>();

  /** No new request finds it; undici's `close` lets those under way finish, and those that wait for a connection. */
  const drain = ([key, { origin, x5tS256, pool }]: [string, OpenPool], reason: MtlsPoolDraining['reason']) => {
    pools.remove(key);
    emit({ name: 'mtls.draining', origin, x5tS256, reason });
    const drained = pool.close().finally(() => draining.delete(drained));
    draining.add(drained);
    return drained;
  };

  return {
    get size() {
      return pools.size;
    },
    find: ({ digest }, origin) => pools.find(digest + origin)?.dispatcher,
    add(pool) {
      const { identity, origin, x5tS256 } = pool;
      const [oldest] = pools.size < maxPools ? [] : pools.entries();
      if (oldest !== undefined) void drain(oldest, 'evicted');
      pools.write(identity.digest + origin, pool);
      emit({ name: 'mtls.opened', origin, x5tS256 });
    },
    async retire({ digest }) {
      const retired = pools.entries().filter(([, { identity }]) => identity.digest === digest);
      await Promise.all(retired.map((entry) => drain(entry, 'retired')));
    },
    async close() {
      for (const entry of pools.entries()) void drain(entry, 'closed');
      await Promise.all(draining);
    },
  };
}
