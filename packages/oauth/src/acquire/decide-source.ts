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
export type Decision =
  | { readonly from: 'cache'; readonly token: CachedToken; readonly isDue: boolean }
  | { readonly from: 'authority'; readonly reason: Exclude<RefreshReason, 'proactive'> };

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
 */
export async function decideSource(cached: CachedToken | undefined, wish: Wish, now: number): Promise<Decision> {
  if (cached === undefined) return { from: 'authority', reason: 'no-cached-token' };
  if (now >= cached.expiresAt) return { from: 'authority', reason: 'expired' };
  if (wish.forceRefresh) return { from: 'authority', reason: 'force-refresh' };
  if (wish.tokenHash !== undefined) {
    const isRefused = equalText(await sha256Hex(cached.accessToken), wish.tokenHash);
    if (isRefused) return { from: 'authority', reason: 'token-hash' };
  } else if (wish.hasClaims) {
    return { from: 'authority', reason: 'claims' };
  }
  return { from: 'cache', token: cached, isDue: now >= cached.refreshAt };
}
