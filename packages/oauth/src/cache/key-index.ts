import type { LruEntry, LruIndex } from '@holdfast/core';
import type { CacheKey } from './cache-key.ts';

type Entry<V> = LruEntry<V, CacheKey>;
type Level<V> = Map<string, V>;

/**
 * Makes an empty index of tokens, one level for each part of a key.
 *
 * Parts are compared one by one: no text is put together for a look-up, which took longer than all the rest of it, and none is kept.
 */
export function createKeyIndex<V>(): LruIndex<V, CacheKey> {
  const tenants: Level<Level<Level<Entry<V>>>> = new Map();
  let size = 0;
  return {
    get size() {
      return size;
    },
    get: ({ tenant, scheme, scopes }) => tenants.get(tenant)?.get(scheme)?.get(scopes),
    set({ tenant, scheme, scopes }, entry) {
      const tokens = levelBelow(levelBelow(tenants, tenant), scheme);
      if (!tokens.has(scopes)) size += 1;
      tokens.set(scopes, entry);
    },
    delete({ tenant, scheme, scopes }) {
      const schemes = tenants.get(tenant);
      const tokens = schemes?.get(scheme);
      if (!schemes || !tokens?.delete(scopes)) return;
      size -= 1;
      // Empty levels go too: tenants and keys come and go without end.
      if (tokens.size === 0) schemes.delete(scheme);
      if (schemes.size === 0) tenants.delete(tenant);
    },
  };
}

function levelBelow<V>(level: Level<Level<V>>, name: string): Level<V> {
  const present = level.get(name);
  if (present !== undefined) return present;
  const made: Level<V> = new Map();
  level.set(name, made);
  return made;
}
