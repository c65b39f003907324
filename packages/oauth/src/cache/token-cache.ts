import { createLruMap } from '@holdfast/core';
import type { TokenState } from './token-state.ts';

/** A token as it is kept: what the next caller needs, and nothing of the reply beside that. */
export interface CachedToken {
  readonly accessToken: string;
  /** The scheme that was asked for and given. */
  readonly scheme: 'bearer' | 'pop';
  /** Thumbprint of the key the token is bound to. */
  readonly bindingThumbprint?: string | undefined;
  readonly tenant: string;
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

/** Where tokens are kept: bounded, partitioned by {@link buildCacheKey}, constant time. */
export interface TokenCache {
  readonly size: number;
  find(key: string): CachedToken | undefined;
  /** Writes unless the entry comes from a request that was started later. */
  writeIfNewer(key: string, token: CachedToken): void;
  /**
   * Notes the state an entry is seen in; writing an entry forgets it, and `revoked` stays until then.
   *
   * @returns the state before, or `unchanged`
   */
  enterState(key: string, state: TokenState): TokenState | undefined | 'unchanged';
  /** Removes every token bound to a key and gives them back. */
  takeBoundTo(thumbprint: string): readonly CachedToken[];
}

interface Slot {
  readonly token: CachedToken;
  state?: TokenState;
}

/**
 * Makes an empty cache.
 *
 * @param maxEntries - the least recently used token goes when there are more
 */
export function createTokenCache(maxEntries: number): TokenCache {
  const slots = createLruMap<Slot>(maxEntries);
  return {
    get size() {
      return slots.size;
    },
    find: (key) => slots.find(key)?.token,
    writeIfNewer(key, token) {
      const present = slots.find(key);
      if (present === undefined || present.token.sequence < token.sequence) slots.write(key, { token });
    },
    enterState(key, state) {
      const slot = slots.find(key);
      if (slot === undefined || slot.state === state || slot.state === 'revoked') return 'unchanged';
      const previous = slot.state;
      slot.state = state;
      return previous;
    },
    takeBoundTo(thumbprint) {
      const taken: CachedToken[] = [];
      for (const [key, { token }] of slots.entries()) {
        if (token.bindingThumbprint !== thumbprint) continue;
        slots.remove(key);
        taken.push(token);
      }
      return taken;
    },
  };
}
