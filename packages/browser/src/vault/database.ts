/** Does work in one transaction of a database; its outcome is known when all of it is on disk, or none. */
export type Transactions = <T = undefined>(
  mode: 'readonly' | 'readwrite',
  work: (store: IDBObjectStore, give: (value: T) => void) => void,
) => Promise<T>;

const storeName = 'records';

/**
 * Opens the database of this origin, and again whenever the browser or another script has closed it.
 *
 * @returns a function that rejects with the browser's own error: no storage at all, a database of another version, a full disk
 */
export function openDatabase(name: string): Transactions {
  let opening: Promise<IDBDatabase> | undefined;
  const open = (): Promise<IDBDatabase> => {
    opening ??= connect(name, () => {
      opening = undefined;
    });
    return opening;
  };
  return async (mode, work) => {
    const database = await open();
    return new Promise((resolve, reject) => {
      // What was written must not be undone by a crash: a refresh token that was used already would come back.
      const transaction = database.transaction(storeName, mode, { durability: 'strict' });
      let given: unknown;
      transaction.oncomplete = () => resolve(given as never);
      transaction.onabort = () => reject(transaction.error);
      try {
        work(transaction.objectStore(storeName), (value) => {
          given = value;
        });
      } catch (error) {
        // What was put before the fault would be committed without the rest.
        transaction.abort();
        reject(error);
      }
    });
  };
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
