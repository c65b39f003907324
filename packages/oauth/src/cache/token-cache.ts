import { createLruMap } from '@holdfast/core';
import type { CacheKey } from './cache-key.ts';
import { createKeyIndex } from './key-index.ts';
import type { TokenState } from './token-state.ts';

/** A token as it is kept: what the next caller needs, and nothing of the reply beside that. */
export interface CachedToken {
  readonly accessToken: string;
  /** SHA-256 of it, in lower-case hex: what callers, sources and {@link RefusedTokens} know it by. */
  readonly sha256: string;
  /** The scheme that was asked for and given. */
  readonly scheme: 'bearer' | 'pop' | 'mtls_pop';
  /** Thumbprint of the key or certificate the token is bound to. */
  readonly bindingThumbprint?: string | undefined;
  /** Absent where the source knows of none. */
  readonly tenant?: string | undefined;
  readonly scopes: readonly string[];
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** Epoch seconds from which it should be refreshed in the background. */
  readonly refreshAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** Order in which the requests for tokens were started. */
  readonly sequence: number;
}

/** One place of the cache: another token makes another entry. */
export interface CacheEntry {
  readonly token: CachedToken;
  /** What {@link enterState} was told last. */
  state: TokenState | undefined;
}

/** Where tokens are kept: bounded, partitioned by {@link CacheKey}, constant time. */
export interface TokenCache {
  readonly size: number;
  find(key: CacheKey): CacheEntry | undefined;
  /** Writes unless the entry comes from a request that was started later. */
  writeIfNewer(key: CacheKey, token: CachedToken): void;
  /** Removes every token bound to a key and gives them back. */
  takeBoundTo(thumbprint: string): readonly CachedToken[];
}

/**
 * Makes an empty cache.
 *
 * @param maxEntries - the least recently used token goes when there are more
 */
export function createTokenCache(maxEntries: number): TokenCache {
  const entries = createLruMap<CacheEntry, CacheKey>(maxEntries, createKeyIndex());
  return {
    get size() {
      return entries.size;
    },
    find: entries.find,
    writeIfNewer(key, token) {
      const present = entries.find(key);
      if (present === undefined || present.token.sequence < token.sequence) {
        entries.write(key, { token, state: undefined });
      }
    },
    takeBoundTo(thumbprint) {
      const taken: CachedToken[] = [];
      for (const [key, { token }] of entries.entries()) {
        if (token.bindingThumbprint !== thumbprint) continue;
        entries.remove(key);
        taken.push(token);
      }
      return taken;
    },
  };
}

/**
 * Notes the state an entry is seen in; `revoked` stays until another token takes its place.
 *
 * @returns the state before, or `unchanged`
 */
export function enterState(entry: CacheEntry, state: TokenState): TokenState | undefined | 'unchanged' {
  const previous = entry.state;
  if (previous === state || previous === 'revoked') return 'unchanged';
  entry.state = state;
  return previous;
}
