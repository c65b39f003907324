import { createStorageAttempts, type StorageAttemptsOptions } from './storage-attempts.ts';
import type { SessionPlace, SessionRecord, TokenPlace, TokenVault, VaultEntry } from './token-vault.ts';

/** What {@link createLastingVault} needs. */
export interface LastingVaultOptions extends StorageAttemptsOptions {
  /** What survives the page, where it works. */
  readonly lasting: TokenVault;
  /** What takes the place of it. */
  readonly memory: TokenVault;
}

/**
 * Makes a vault that goes on in memory where storage fails: private mode, no room, a database that somebody has spoilt.
 *
 * A session that could not be written is held in memory, and what storage has of it is removed: its refresh token was used, and who used it again would
 * end the session. It moves back with the next write that works.
 */
export function createLastingVault({ lasting, memory, ...options }: LastingVaultOptions): TokenVault {
  const { attempt, read, write } = createStorageAttempts(options);
  // Sessions that storage was seen to have: where it then fails, only these are held.
  const seen = new Set<string>();
  const nameOf = ({ partition, session }: SessionPlace): string => JSON.stringify([partition, session]);
  const hold = async (place: TokenPlace, entry: VaultEntry): Promise<void> => {
    await memory.signIn(place, entry);
    await write(() => lasting.signOut(place));
  };

  return {
    sessions: async (partition) => [
      ...(await memory.sessions(partition)),
      ...(await read(() => lasting.sessions(partition), [])),
    ],
    async session(place) {
      const held = await memory.session(place);
      if (held !== undefined) return held;
      const found = await read(() => lasting.session(place), undefined);
      if (found !== undefined) seen.add(nameOf(place));
      return found;
    },
    token: async (place) => (await memory.token(place)) ?? read(() => lasting.token(place), undefined),
    async signIn(place, entry) {
      if (await write(() => lasting.signIn(place, entry))) await memory.signOut(place);
      else await hold(place, entry);
    },
    async replace(place, entry, used) {
      if (await memory.replace(place, entry, used)) {
        const session = (await memory.session(place)) as SessionRecord;
        if (await write(() => lasting.signIn(place, { ...entry, session }))) await memory.signOut(place);
        return true;
      }
      try {
        return await attempt('write', () => lasting.replace(place, entry, used));
      } catch {
        const isHeld = seen.has(nameOf(place));
        if (isHeld) await hold(place, entry);
        return isHeld;
      }
    },
    async dropRefreshToken(place, used) {
      await memory.dropRefreshToken(place, used);
      await write(() => lasting.dropRefreshToken(place, used));
    },
    async dropToken(place) {
      await memory.dropToken(place);
      await write(() => lasting.dropToken(place));
    },
    async signOut(place) {
      seen.delete(nameOf(place));
      await memory.signOut(place);
      await write(() => lasting.signOut(place));
    },
  };
}
