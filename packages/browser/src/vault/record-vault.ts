import { createDatabaseRecords } from './database.ts';
import { createMemoryRecords, type RecordKey, type Records } from './records.ts';
import type { SessionPlace, SessionRecord, TokenPlace, TokenVault } from './token-vault.ts';

/** Makes an empty {@link TokenVault} that lives as long as the page. */
export function createMemoryVault(): TokenVault {
  return createRecordVault(createMemoryRecords());
}

/** Makes a {@link TokenVault} in IndexedDB; nothing is opened before the first use. */
export function createIndexedDbVault(databaseName = 'holdfast'): TokenVault {
  return createRecordVault(createDatabaseRecords(databaseName));
}

function createRecordVault(run: Records): TokenVault {
  return {
    sessions: (partition) =>
      run<readonly unknown[]>('readonly', (step, give) => step.list(['session', partition], give)),
    session: (place) => run<unknown>('readonly', (step, give) => step.get(sessionKey(place), give)),
    token: (place) => run<unknown>('readonly', (step, give) => step.get(tokenKey(place), give)),
    signIn: (place, { session, token }) =>
      run('readwrite', (step) => {
        step.put(sessionKey(place), session);
        step.put(tokenKey(place), token);
      }),
    replace: (place, { session, token }, used) =>
      run<boolean>('readwrite', (step, give) =>
        step.get(sessionKey(place), (present) => {
          give(present !== undefined);
          if (present === undefined) return;
          if (refreshTokenOf(present) === used) step.put(sessionKey(place), session);
          step.put(tokenKey(place), token);
        }),
      ),
    dropRefreshToken: (place, used) =>
      run('readwrite', (step) =>
        step.get(sessionKey(place), (present) => {
          if (refreshTokenOf(present) !== used) return;
          const { account } = present as SessionRecord;
          step.put(sessionKey(place), { account });
        }),
      ),
    dropToken: (place) => run('readwrite', (step) => step.delete(tokenKey(place))),
    signOut: (place) =>
      run('readwrite', (step) => {
        step.delete(sessionKey(place));
        step.clear(['token', place.partition, place.session]);
      }),
  };
}

function refreshTokenOf(record: unknown): unknown {
  return (record as Partial<SessionRecord> | null | undefined)?.refreshToken;
}

function sessionKey({ partition, session }: SessionPlace): RecordKey {
  return ['session', partition, session];
}

function tokenKey({ token, ...place }: TokenPlace): RecordKey {
  return ['token', place.partition, place.session, token];
}
