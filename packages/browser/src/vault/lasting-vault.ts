import { createDeadline, type EventSink } from '@holdfast/core';
import type { VaultUnavailable } from '../events/browser-event.ts';
import type { SessionPlace, TokenVault } from './token-vault.ts';

/** What {@link createLastingVault} needs. */
export interface LastingVaultOptions {
  /** What survives the page, where it works. */
  readonly lasting: TokenVault;
  /** What takes the place of it. */
  readonly memory: TokenVault;
  readonly emit: EventSink<VaultUnavailable>;
  /** How long storage may take, in milliseconds: a database that another script blocks answers never. */
  readonly timeoutMs: number;
}

/**
 * Makes a vault that goes on in memory where storage fails: private mode, no room, a database that somebody has spoilt.
 *
 * A session that could not be written is held in memory, and what storage has of it is removed: its refresh token was used, and who used it again would
 * end the session. It moves back with the next write that works.
 */
export function createLastingVault({ lasting, memory, emit, timeoutMs }: LastingVaultOptions): TokenVault {
  const told = new Set<string>();
  const attempt = async <T>(operation: VaultUnavailable['operation'], work: () => Promise<T>): Promise<T> => {
    const deadline = createDeadline(timeoutMs);
    try {
      return await deadline.race(work);
    } catch (error) {
      if (!told.has(operation)) emit({ name: 'vault.unavailable', operation });
      told.add(operation);
      throw error;
    } finally {
      deadline.clear();
    }
  };
  const read = <T>(work: () => Promise<T>, otherwise: T): Promise<T> => attempt('read', work).catch(() => otherwise);
  const removeQuietly = (place: SessionPlace): Promise<void> =>
    attempt('write', () => lasting.signOut(place)).catch(() => undefined);
  const write = async (place: SessionPlace, work: () => Promise<boolean>, hold: () => Promise<unknown>) => {
    try {
      const isKept = await attempt('write', work);
      await memory.signOut(place);
      return isKept;
    } catch {
      await hold();
      await removeQuietly(place);
      return true;
    }
  };
  return {
    sessions: async (partition) => [
      ...(await memory.sessions(partition)),
      ...(await read(() => lasting.sessions(partition), [])),
    ],
    session: async (place) => (await memory.session(place)) ?? read(() => lasting.session(place), undefined),
    token: async (place) => (await memory.token(place)) ?? read(() => lasting.token(place), undefined),
    async signIn(place, entry) {
      const put = (): Promise<boolean> => lasting.signIn(place, entry).then(() => true);
      await write(place, put, () => memory.signIn(place, entry));
    },
    async replace(place, entry, used) {
      const isHeld = (await memory.session(place)) !== undefined;
      const put = async (): Promise<boolean> => {
        if (!isHeld) return lasting.replace(place, entry, used);
        await lasting.signIn(place, entry);
        return true;
      };
      return write(place, put, () => memory.signIn(place, entry));
    },
    async dropRefreshToken(place, used) {
      await memory.dropRefreshToken(place, used);
      await attempt('write', () => lasting.dropRefreshToken(place, used)).catch(() => undefined);
    },
    async dropToken(place) {
      await memory.dropToken(place);
      await attempt('write', () => lasting.dropToken(place)).catch(() => undefined);
    },
    async signOut(place) {
      await memory.signOut(place);
      await removeQuietly(place);
    },
  };
}
