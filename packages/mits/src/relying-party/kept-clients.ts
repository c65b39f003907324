import type { ConfidentialClient } from '@holdfast/node';

/** Open clients by name, a bounded number of them. */
export interface KeptClients {
  /** Uses the client of a name, and opens it first where there is none. A client that could not be opened is tried anew next time. */
  use<T>(
    name: string,
    open: () => Promise<ConfidentialClient>,
    work: (client: ConfidentialClient) => Promise<T>,
  ): Promise<T>;
  close(): Promise<void>;
}

interface Entry {
  readonly client: Promise<ConfidentialClient>;
  users: number;
}

/**
 * Makes an empty keeper.
 *
 * A client in use is never closed: there may be more than `mostIdle` of them for as long as they work.
 */
export function createKeptClients(mostIdle: number): KeptClients {
  // In the order of use: the first is the one that was used longest ago.
  const entries = new Map<string, Entry>();
  const closing = new Set<Promise<void>>();

  const letGo = (name: string, entry: Entry): void => {
    if (entries.get(name) === entry) entries.delete(name);
    const closed = entry.client.then((client) => client.close()).catch(() => undefined);
    closing.add(closed);
    closed.finally(() => closing.delete(closed));
  };
  const shrink = (): void => {
    for (const [name, entry] of entries) {
      if (entries.size <= mostIdle) return;
      if (entry.users === 0) letGo(name, entry);
    }
  };

  return {
    async use(name, open, work) {
      const entry = entries.get(name) ?? { client: open(), users: 0 };
      entries.delete(name);
      entries.set(name, entry);
      entry.users += 1;
      try {
        return await work(await entry.client);
      } finally {
        entry.users -= 1;
        const isBroken = await entry.client.then(
          () => false,
          () => true,
        );
        if (isBroken && entries.get(name) === entry) entries.delete(name);
        shrink();
      }
    },
    async close() {
      for (const [name, entry] of entries) letGo(name, entry);
      await Promise.all(closing);
    },
  };
}
