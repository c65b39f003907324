import type { RefusedTokens } from '../cache/refused-tokens.ts';
import type { CachedToken } from '../cache/token-cache.ts';
import type { RefreshReason } from '../events/token-event.ts';

/** What the caller said about the cached token. */
export interface Wish {
  readonly hasClaims: boolean;
  /** SHA-256 of the token that an API refused, in lower-case hex. */
  readonly tokenHash?: string | undefined;
  readonly forceRefresh: boolean;
}

/** Where the token comes from: the cache (refreshed in the background or not), or the authority. */
export type Decision = FromCache | FromAuthority;

interface FromCache {
  readonly from: 'cache';
  readonly token: CachedToken;
  readonly isDue: boolean;
}

/** The authority, or whatever else tokens come from, is asked. */
export interface FromAuthority {
  readonly from: 'authority';
  readonly reason: RefreshReason;
  /** Hash of the unexpired token that the answer is to replace. */
  readonly replaces?: string | undefined;
  /** Hash that the source is told: that of {@link FromAuthority.replaces} where claims were raised against it, else none. */
  readonly toldHash?: string | undefined;
}

/** Decides between cache and authority; now is in epoch seconds. */
export type SourceDecider = (cached: CachedToken | undefined, wish: Wish, now: number) => Decision;

/**
 * Makes the function that decides between cache and authority, and what a source is told.
 *
 * A token is *refused* once a caller gave its hash (`accessTokenSha256ToRefresh`); it stays so for every caller, whatever becomes of the request.
 *
 * | forceRefresh | claims | hash given | unexpired token cached | result | source is told | if it fails |
 * |---|---|---|---|---|---|---|
 * | – | – | – | yes | cache | | |
 * | – | – | – | yes, refused | authority: `revoked` | its hash, if it was refused with claims | error; the next caller tries again |
 * | – | yes | – | yes | authority: `claims` | its hash | error; who brings no claims goes on with the cached token |
 * | – | yes | – | yes, refused | authority: `revoked` | its hash | error; the next caller tries again |
 * | – | – | of that token | yes | authority: `token-hash` | nothing | error; the next caller tries again |
 * | – | yes | of that token | yes | authority: `token-hash` | its hash | error; the next caller tries again |
 * | – | any | of another | yes | cache: somebody has refreshed already, the claims are out of date | | |
 * | – | any | of another | yes, refused | authority: `revoked` | its hash, if it was refused with claims | error; the next caller tries again |
 * | yes | any | refused by the parser | yes | authority: `force-refresh` | nothing | error; who does not force goes on with the cached token, unless refused |
 * | any | any | any | no | authority: `no-cached-token`, `expired` | nothing | error; the next caller tries again |
 *
 * So one rule holds where a hash named the cached token, and the other where nothing did. Named, it is worthless: handing it out again would only
 * be refused again, and an error says more. Not named, the claims may be about an older token that is long replaced, and dropping a valid one for
 * them would let an API, or an authority that is down, take the token away from everybody.
 *
 * @param refused - asked about each cached token; who calls has noted the caller's own hash there
 * @param relaysTokenHash - whether the source can be told anything
 */
export function createSourceDecider(refused: RefusedTokens, relaysTokenHash: boolean): SourceDecider {
  const replace = (reason: RefreshReason, replaces: string, hasClaims: boolean): FromAuthority => {
    const isTold = relaysTokenHash && (hasClaims || refused.isByClaims(replaces));
    return { from: 'authority', reason, replaces, toldHash: isTold ? replaces : undefined };
  };
  return (cached, wish, now) => {
    if (cached === undefined) return { from: 'authority', reason: 'no-cached-token' };
    if (now >= cached.expiresAt) return { from: 'authority', reason: 'expired' };
    if (wish.forceRefresh) return { from: 'authority', reason: 'force-refresh' };
    const { sha256 } = cached;
    const { hasClaims, tokenHash } = wish;
    if (refused.has(sha256)) return replace(tokenHash === sha256 ? 'token-hash' : 'revoked', sha256, hasClaims);
    if (hasClaims && tokenHash === undefined) return replace('claims', sha256, true);
    return { from: 'cache', token: cached, isDue: now >= cached.refreshAt };
  };
}
