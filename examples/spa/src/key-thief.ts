/** What became of the private keys that were found: whether the browser gave each out. */
export interface KeyTheft {
  readonly found: number;
  readonly exported: number;
}

/**
 * Does what a hostile script in this page could do: looks for private keys in everything that this origin keeps, and tries to take them
 * away. It may find keys, and could have this browser sign with them while the page is open; the browser gives out none of them.
 */
export async function stealKeys(): Promise<KeyTheft> {
  const records = await Promise.all((await indexedDB.databases()).map(({ name }) => readDatabase(name ?? '')));
  const keys = records.flat().flatMap(privateKeysIn);
  const taken = await Promise.all(keys.map((key) => crypto.subtle.exportKey('pkcs8', key).then(isTaken, notTaken)));
  return { found: keys.length, exported: taken.filter(Boolean).length };
}

const isTaken = (): boolean => true;
const notTaken = (): boolean => false;

async function readDatabase(name: string): Promise<readonly unknown[]> {
  const database = await settle(indexedDB.open(name));
  try {
    const stores = [...database.objectStoreNames];
    if (stores.length === 0) return [];
    const transaction = database.transaction(stores, 'readonly');
    return (await Promise.all(stores.map((store) => settle(transaction.objectStore(store).getAll())))).flat();
  } finally {
    database.close();
  }
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB gave no reason'));
  });
}

function privateKeysIn(value: unknown): readonly CryptoKey[] {
  if (value instanceof CryptoKey) return value.type === 'private' ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(privateKeysIn) : [];
}
