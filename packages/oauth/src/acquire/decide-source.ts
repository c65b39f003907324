import { equalText, sha256Hex } from '@holdfast/core';
import type { CachedToken } from '../cache/token-cache.ts';
import type { RefreshReason } from '../events/token-event.ts';

/** What the caller said about the cached token. */
export interface Wish {
  readonly hasClaims: boolean;
  readonly tokenHash?: string | undefined;
  readonly forceRefresh: boolean;
}

/** Where the token comes from: the cache (refreshed in the background or not), or the authority. */
export type Decision = FromCache | { readonly from: 'authority'; readonly reason: Exclude<RefreshReason, 'proactive'> };

interface FromCache {
  readonly from: 'cache';
  readonly token: CachedToken;
  readonly isDue: boolean;
}

/**
 * Decides between cache and authority.
 *
 * | claims | hash of the refused token | unexpired token cached | result |
 * |---|---|---|---|
 * | – | – | yes | cache |
 * | yes | – | any | authority |
 * | any | equal to the cached token's | yes | authority |
 * | any | another | yes | cache: somebody has refreshed already, the claims are out of date |
 * | any | any | no | authority |
 *
 * @param now - epoch seconds
 * @returns the decision; a promise of it where a hash has to be computed
 */
export function decideSource(cached: CachedToken | undefined, wish: Wish, now: number): Decision | Promise<Decision> {
  if (cached === undefined) return { from: 'authority', reason: 'no-cached-token' };
  if (now >= cached.expiresAt) return { from: 'authority', reason: 'expired' };
  if (wish.forceRefresh) return { from: 'authority', reason: 'force-refresh' };
  const found: FromCache = { from: 'cache', token: cached, isDue: now >= cached.refreshAt };
  if (wish.tokenHash !== undefined) return decideByHash(found, wish.tokenHash);
  return wish.hasClaims ? { from: 'authority', reason: 'claims' } : found;
}

async function decideByHash(found: FromCache, tokenHash: string): Promise<Decision> {
  const isRefused = equalText(await sha256Hex(found.token.accessToken), tokenHash);
  return isRefused ? { from: 'authority', reason: 'token-hash' } : found;
}
