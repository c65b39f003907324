/** A map that forgets what was written first when it is full. */
export interface LastWritten<V> {
  /** Finds what was written under this text. */
  find(key: string): V | undefined;
  /** Writes under a text that has nothing yet, and drops the oldest where there is no room. */
  write(key: string, value: V): void;
}

/**
 * Makes a bounded map for a few values that are cheap to make again: it keeps no order of use, so that it weighs next to nothing.
 *
 * @param maxEntries - at least 1
 */
export function createLastWritten<V>(maxEntries: number): LastWritten<V> {
  const values = new Map<string, V>();
  return {
    find: (key) => values.get(key),
    write(key, value) {
      const [oldest] = values.size < maxEntries ? [] : values.keys();
      if (oldest !== undefined) values.delete(oldest);
      values.set(key, value);
    },
  };
}
