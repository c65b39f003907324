import { createLruMap } from '@holdfast/core';

/** The tokens of one client that an API has refused, by their hashes: none of them is handed out again. */
export interface RefusedTokens {
  /**
   * Notes that a token was refused.
   *
   * @param sha256 - of the token, in lower-case hex
   * @param byClaims - whether claims came along: then a source is told which token it must not serve again
   */
  note(sha256: string, byClaims: boolean): void;
  /** Tells whether a token was refused. */
  has(sha256: string): boolean;
  /** Tells whether it was refused with claims. */
  isByClaims(sha256: string): boolean;
}

const leastEntries = 10_000;

/**
 * Makes an empty set.
 *
 * It outlives the cache: a token whose entry made room may still lie in a store, come back with a slow reply, or be what the source serves. A
 * hash is kept until 10,000 others have been used since, or as many as the cache holds where that is more.
 *
 * @param maxCacheEntries - most tokens in the cache
 */
export function createRefusedTokens(maxCacheEntries: number): RefusedTokens {
  const hashes = createLruMap<{ readonly byClaims: boolean }>(Math.max(leastEntries, maxCacheEntries));
  return {
    note(sha256, byClaims) {
      hashes.write(sha256, { byClaims: byClaims || hashes.find(sha256)?.byClaims === true });
    },
    // Mostly nothing was refused, and then every look-up of a token is spared this one.
    has: (sha256) => hashes.size > 0 && hashes.find(sha256) !== undefined,
    isByClaims: (sha256) => hashes.find(sha256)?.byClaims === true,
  };
}
