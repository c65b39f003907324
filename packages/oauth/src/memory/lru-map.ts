/** A map that forgets the least recently used entry when it is full. */
export interface LruMap<V> {
  readonly size: number;
  /** Finds an entry and counts as a use of it. */
  find(key: string): V | undefined;
  write(key: string, value: V): void;
  remove(key: string): void;
  /** Every entry, least recently used first. */
  entries(): IterableIterator<[string, V]>;
}

/**
 * Makes a bounded map; every operation but `entries` takes constant time.
 *
 * @param maxEntries - at least 1
 */
export function createLruMap<V>(maxEntries: number): LruMap<V> {
  // A Map iterates in order of insertion, so moving a used entry to the end keeps the oldest at the front.
  const map = new Map<string, V>();
  return {
    get size() {
      return map.size;
    },
    find(key) {
      const value = map.get(key);
      if (value === undefined) return undefined;
      map.delete(key);
      map.set(key, value);
      return value;
    },
    write(key, value) {
      map.delete(key);
      map.set(key, value);
      if (map.size <= maxEntries) return;
      const [oldest] = map.keys();
      if (oldest !== undefined) map.delete(oldest);
    },
    remove(key) {
      map.delete(key);
    },
    entries: () => map.entries(),
  };
}
