/** A key that signs for tokens already issued, and is asked for no new ones. */
export interface RetiredKey<K> {
  /** The key, or a handle to it. */
  readonly key: K;
  /** Names the key: what tokens are bound to. */
  readonly thumbprint: string;
  /** Last expiry of the tokens bound to this key, in epoch seconds; 0 when none is known. */
  readonly lastTokenExpiresAt: number;
}

/**
 * The keys of one owner and the instants at which they change: a value; every change makes a new one.
 *
 * A bound token is worth nothing without its key, so a retired key stays until the last token bound to it has expired, not for
 * a fixed time.
 */
export interface KeyRing<K> {
  /** The key that new tokens are bound to, since when in epoch seconds. */
  readonly current: {
    /** The key, or a handle to it. */
    readonly key: K;
    /** Names the key: what tokens are bound to. */
    readonly thumbprint: string;
    /** Since when it is current, in epoch seconds. */
    readonly since: number;
  };
  /** Keys of older tokens, latest first. */
  readonly retired: readonly RetiredKey<K>[];
  /** Last expiry of the tokens bound to the current key, in epoch seconds; 0 when none is known. */
  readonly lastTokenExpiresAt: number;
}

/** The key that takes over in {@link rotateKeyRing}. */
export interface NextKey<K> {
  /** The key, or a handle to it. */
  readonly key: K;
  /** Names the key: what tokens will be bound to. */
  readonly thumbprint: string;
  /** When it takes over, in epoch seconds. */
  readonly at: number;
}

/**
 * Makes a ring of one key.
 *
 * @param key - the key, or a handle to it
 * @param thumbprint - names the key
 * @param at - epoch seconds from which it is current
 *
 * @example
 * ```ts
 * import { createKeyRing, dropExpiredKeys, findRingKey, noteTokenExpiry, rotateKeyRing } from '@holdfast/core';
 *
 * let ring = createKeyRing('first', 'thumbprint-1', 1000);
 * ring = noteTokenExpiry(ring, 'thumbprint-1', 4600);
 * ring = rotateKeyRing(ring, { key: 'second', thumbprint: 'thumbprint-2', at: 2000 });
 * console.log(findRingKey(dropExpiredKeys(ring, 4600), 'thumbprint-1')); // first
 * console.log(findRingKey(dropExpiredKeys(ring, 4601), 'thumbprint-1')); // undefined
 * ```
 */
export function createKeyRing<K>(key: K, thumbprint: string, at: number): KeyRing<K> {
  return { current: { key, thumbprint, since: at }, retired: [], lastTokenExpiresAt: 0 };
}

/**
 * Notes that a token is bound to a key of the ring, current or retired.
 *
 * Note it before the request for the token is sent, with the latest expiry it may bring: a key that retires while its token is
 * under way is then kept for it.
 *
 * @param ring - the ring
 * @param thumbprint - names the key the token is bound to
 * @param expiresAt - expiry of the token, in epoch seconds; an earlier one than is known changes nothing
 * @returns the ring itself when nothing changes, also when it has no such key
 */
export function noteTokenExpiry<K>(ring: KeyRing<K>, thumbprint: string, expiresAt: number): KeyRing<K> {
  if (thumbprint === ring.current.thumbprint) {
    return expiresAt > ring.lastTokenExpiresAt ? { ...ring, lastTokenExpiresAt: expiresAt } : ring;
  }
  const isLater = (key: RetiredKey<K>): boolean => key.thumbprint === thumbprint && expiresAt > key.lastTokenExpiresAt;
  if (!ring.retired.some(isLater)) return ring;
  const retired = ring.retired.map((key) => (isLater(key) ? { ...key, lastTokenExpiresAt: expiresAt } : key));
  return { ...ring, retired };
}

/**
 * Makes a new key current and retires the one before it. Drops nothing; see {@link dropExpiredKeys}.
 *
 * @param ring - the ring
 * @param next - the new key
 * @throws TypeError when the ring already has a key of that thumbprint
 */
export function rotateKeyRing<K>(ring: KeyRing<K>, next: NextKey<K>): KeyRing<K> {
  const { key, thumbprint } = ring.current;
  const isKnown = [ring.current, ...ring.retired].some((known) => known.thumbprint === next.thumbprint);
  if (isKnown) throw new TypeError('A key ring is rotated to a key it does not have yet');
  return {
    current: { key: next.key, thumbprint: next.thumbprint, since: next.at },
    retired: [{ key, thumbprint, lastTokenExpiresAt: ring.lastTokenExpiresAt }, ...ring.retired],
    lastTokenExpiresAt: 0,
  };
}

/**
 * Drops the retired keys whose last token has expired. A key lives while now ≤ `lastTokenExpiresAt`.
 *
 * @param ring - the ring
 * @param now - epoch seconds
 * @returns the ring itself when every key is still needed
 */
export function dropExpiredKeys<K>(ring: KeyRing<K>, now: number): KeyRing<K> {
  const retired = ring.retired.filter((key) => now <= key.lastTokenExpiresAt);
  return retired.length === ring.retired.length ? ring : { ...ring, retired };
}

/**
 * Finds a key, current or retired.
 *
 * @param ring - the ring
 * @param thumbprint - names the key
 */
export function findRingKey<K>(ring: KeyRing<K>, thumbprint: string): K | undefined {
  return [ring.current, ...ring.retired].find((known) => known.thumbprint === thumbprint)?.key;
}
