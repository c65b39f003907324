import type { RecordKey, Records } from './records.ts';

const storeName = 'records';
// More than there are people who share a browser profile: somebody else's filling is not read to its end.
const mostListed = 100;

/**
 * Makes records in IndexedDB, the one storage that takes keys which cannot be exported: all tabs of the origin see them. The database is opened at the first
 * use, and again whenever the browser or another script has closed it.
 *
 * @returns a function that rejects with the browser's own error: no storage at all, a database of another version, a full disk
 * @see https://www.w3.org/TR/IndexedDB/ section 2.7 (transactions)
 */
export function createDatabaseRecords(name: string): Records {
  let opening: Promise<IDBDatabase> | undefined;
  return async (mode, work) => {
    opening ??= connect(name, () => {
      opening = undefined;
    });
    const database = await opening;
    return new Promise((resolve, reject) => {
      // What was written must not be undone by a crash: a refresh token that was used already would come back.
      const transaction = database.transaction(storeName, mode, { durability: 'strict' });
      const store = transaction.objectStore(storeName);
      let given: unknown;
      transaction.oncomplete = () => resolve(given as never);
      transaction.onabort = () => reject(transaction.error);
      try {
        work(
          {
            get: (key, give) => answer(store.get([...key]), give),
            list: (key, give) => answer(store.getAll(below(key), mostListed), give),
            put: (key, value) => void store.put(value, [...key]),
            delete: (key) => void store.delete([...key]),
            clear: (key) => void store.delete(below(key)),
          },
          (value) => {
            given = value;
          },
        );
      } catch (error) {
        // What was put before the fault would be committed without the rest.
        transaction.abort();
        reject(error);
      }
    });
  };
}

function answer<T>(request: IDBRequest<T>, give: (value: T) => void): void {
  request.onsuccess = () => give(request.result);
}

// In the order of keys an array comes after every text.
function below(key: RecordKey): IDBKeyRange {
  return IDBKeyRange.bound([...key], [...key, []]);
}

function connect(name: string, forget: () => void): Promise<IDBDatabase> {
  const opened = new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = forget;
      // Whoever wants to delete the database waits for nobody.
      database.onversionchange = () => {
        database.close();
        forget();
      };
      resolve(database);
    };
  });
  opened.catch(forget);
  return opened;
}
