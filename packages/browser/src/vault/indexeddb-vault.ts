import { openDatabase } from './database.ts';
import type { SessionPlace, SessionRecord, TokenPlace, TokenVault } from './token-vault.ts';

// More sessions than people who share a browser profile: somebody else's filling is not read to its end.
const mostSessions = 100;

/**
 * Makes a {@link TokenVault} in IndexedDB, the one storage that takes keys which cannot be exported: all tabs of the origin see it.
 *
 * One store for everything, so that one transaction covers session, token and key. Nothing is opened before the first use.
 *
 * @see https://www.w3.org/TR/IndexedDB/ section 2.7 (transactions)
 */
export function createIndexedDbVault(databaseName = 'holdfast'): TokenVault {
  const run = openDatabase(databaseName);
  return {
    sessions: (partition) =>
      run<readonly unknown[]>('readonly', (store, give) => {
        const request = store.getAll(below(['session', partition]), mostSessions);
        request.onsuccess = () => give(request.result);
      }),
    session: (place) => run('readonly', (store, give) => read(store.get(sessionKey(place)), give)),
    token: (place) => run('readonly', (store, give) => read(store.get(tokenKey(place)), give)),
    signIn: (place, { session, token }) =>
      run('readwrite', (store) => {
        store.put(session, sessionKey(place));
        store.put(token, tokenKey(place));
      }),
    replace: (place, { session, token }, used) =>
      run<boolean>('readwrite', (store, give) =>
        read(store.get(sessionKey(place)), (present) => {
          give(present !== undefined);
          if (present === undefined) return;
          if (refreshTokenOf(present) === used) store.put(session, sessionKey(place));
          store.put(token, tokenKey(place));
        }),
      ),
    dropRefreshToken: (place, used) =>
      run('readwrite', (store) =>
        read(store.get(sessionKey(place)), (present) => {
          if (refreshTokenOf(present) !== used) return;
          const { account } = present as SessionRecord;
          store.put({ account }, sessionKey(place));
        }),
      ),
    dropToken: (place) => run('readwrite', (store) => void store.delete(tokenKey(place))),
    signOut: (place) =>
      run('readwrite', (store) => {
        store.delete(sessionKey(place));
        store.delete(below(['token', place.partition, place.session]));
      }),
  };
}

function read(request: IDBRequest, give: (value: unknown) => void): void {
  request.onsuccess = () => give(request.result);
}

function refreshTokenOf(record: unknown): unknown {
  return (record as Partial<SessionRecord> | undefined)?.refreshToken;
}

function sessionKey({ partition, session }: SessionPlace): string[] {
  return ['session', partition, session];
}

function tokenKey({ partition, session, token }: TokenPlace): string[] {
  return ['token', partition, session, token];
}

// In the order of keys an array comes after every text.
function below(key: readonly string[]): IDBKeyRange {
  return IDBKeyRange.bound(key, [...key, []]);
}
