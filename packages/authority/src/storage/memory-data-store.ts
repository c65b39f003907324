import type { DataStore } from './data-store.ts';

/** Makes a store that forgets everything when the process ends. */
export function createMemoryDataStore(): DataStore {
  const documents = new Map<string, string>();
  return {
    read: async (name) => documents.get(name),
    write: async (name, text) => {
      documents.set(name, text);
    },
    pathOf: () => undefined,
    close: async () => documents.clear(),
  };
}
