import {
  isKept,
  matchRevocation,
  type Revocation,
  type RevocationWish,
  revocationKey,
  revocationKeysOf,
  type TokenFacts,
} from './revocation.ts';
import type { NumberedRevocation } from './stored-revocations.ts';

/** Revocations in memory: those that are written down, and those that are not yet and count already. */
export interface RevocationList {
  /** Tells whether one more fits; what is revoked already finds room in its own place. */
  hasRoomFor(wish: RevocationWish): boolean;
  /** Adds an entry that is not written down yet. Its number is higher than every other. */
  add(entry: NumberedRevocation): void;
  /** Forgets the entries whose last token has expired; keys, certificates and attestations are never forgotten. */
  dropExpired(now: number): void;
  /** The latest entry under a name. */
  get(key: string): Revocation | undefined;
  /** Finds an entry that covers a token, written down or not. */
  find(token: TokenFacts): Revocation | undefined;
  /** Tells whether an entry under one of the names of a token is not written down yet. */
  isBeingWritten(token: TokenFacts): boolean;
  /** Entries that are not written down yet, in order. */
  unwritten(): readonly NumberedRevocation[];
  /** Every entry as it is to be written, in order. */
  all(): readonly NumberedRevocation[];
  /** These entries are written down now. */
  settle(written: readonly NumberedRevocation[]): void;
  /** Live entries that are written down, from a number on. */
  readAfter(number: number, limits: { readonly now: number; readonly most: number }): readonly Revocation[];
  /** How many entries count at this instant, written down or not. */
  countLive(now: number): number;
}

// The document of so many entries and claims stays under the 4 MiB that are read back.
const mostEntries = 8000;
const mostClaimsCharacters = 512 * 1024;

/** Makes the list from what was written down. */
export function createRevocationList(stored: readonly NumberedRevocation[]): RevocationList {
  // An entry that is revoked again stays until the new one is written: a reader that comes meanwhile must see one of them.
  const written = new Map(stored.map((one) => [revocationKey(one.entry), one]));
  const fresh = new Map<string, NumberedRevocation>();
  let claimsCharacters = stored.reduce((sum, { entry }) => sum + weigh(entry), 0);
  const replace = (entries: Map<string, NumberedRevocation>, one: NumberedRevocation): void => {
    const key = revocationKey(one.entry);
    claimsCharacters += weigh(one.entry) - weigh(entries.get(key)?.entry);
    // Deleted first, so that the order stays that of the numbers.
    entries.delete(key);
    entries.set(key, one);
  };
  const get = (key: string): Revocation | undefined => (fresh.get(key) ?? written.get(key))?.entry;
  const listAll = (): readonly NumberedRevocation[] => [
    ...[...written].filter(([key]) => !fresh.has(key)).map(([, one]) => one),
    ...fresh.values(),
  ];
  const countKeys = (): number => written.size + [...fresh.keys()].filter((key) => !written.has(key)).length;
  return {
    hasRoomFor: (wish) =>
      (get(revocationKey(wish)) !== undefined || countKeys() < mostEntries) &&
      claimsCharacters + weigh(wish) <= mostClaimsCharacters,
    add: (one) => replace(fresh, one),
    dropExpired: (now) => {
      for (const [key, { entry }] of written) {
        if (entry.expiresAt > now || isKept(entry.kind)) continue;
        written.delete(key);
        claimsCharacters -= weigh(entry);
      }
    },
    get,
    find: (token) =>
      revocationKeysOf(token)
        .map(get)
        .find((entry) => entry !== undefined && matchRevocation(entry, token)),
    isBeingWritten: (token) => fresh.size > 0 && revocationKeysOf(token).some((key) => fresh.has(key)),
    unwritten: () => [...fresh.values()],
    all: listAll,
    settle: (entries) => {
      for (const one of entries) {
        const key = revocationKey(one.entry);
        // Weighed once more with those written down, and no longer with the others; or still, when it is revoked again already.
        if (fresh.get(key) === one) {
          fresh.delete(key);
          claimsCharacters -= weigh(one.entry);
        }
        replace(written, one);
      }
    },
    readAfter: (number, { now, most }) => {
      const entries: Revocation[] = [];
      for (const one of written.values()) {
        if (entries.length === most) break;
        if (one.number > number && one.entry.expiresAt > now) entries.push(one.entry);
      }
      return entries;
    },
    countLive: (now) => listAll().filter(({ entry }) => entry.expiresAt > now).length,
  };
}

function weigh(wish: RevocationWish | undefined): number {
  return wish?.claims === undefined ? 0 : JSON.stringify(JSON.stringify(wish.claims)).length;
}
