import type { Clock } from '@holdfast/core';
import type { ClaimVerdict, ClusterTokenStore, TokenClaim } from './cluster-token-store.ts';
import { parseStoreLimits, type StoreLimits } from './store-limits.ts';

/** Options of {@link createMemoryClusterTokenStore}. */
export interface MemoryClusterTokenStoreOptions extends StoreLimits {
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
}

interface Place {
  token?: { readonly text: string; readonly hash: string; readonly expiresMs: number; readonly freshUntilMs: number };
  /** The last grant that has not ended; it may have been forsaken. */
  grant?: { readonly fence: string; leaseUntilMs: number };
  failure?: { readonly text: string; readonly untilMs: number };
  /** Hashes that were refused, and until when that is remembered. */
  readonly refused: Map<string, number>;
}

/**
 * Makes a store for one process: a token service that is a cluster of its own.
 *
 * Bounded by the grants of a minute for each owner, and forgotten when it expires.
 *
 * @throws TypeError for a wrong option
 *
 * @example
 * ```ts
 * import { createMemoryClusterTokenStore } from '@holdfast/mits';
 *
 * const store = createMemoryClusterTokenStore({ grantsPerMinute: 20 });
 * const claim = { place: 'a token', owner: 'an identity', leaseMs: 5000 };
 * console.log((await store.claim({ ...claim, fence: '1' })).kind); // granted
 * console.log((await store.claim({ ...claim, fence: '2' })).kind); // held
 * ```
 */
export function createMemoryClusterTokenStore(options: MemoryClusterTokenStoreOptions = {}): ClusterTokenStore {
  const { grantsPerMinute, refusalMs } = parseStoreLimits(options);
  const { clock = Date.now } = options;
  const places = new Map<string, Place>();
  const budgets = new Map<string, { grants: number; readonly untilMs: number }>();

  const sweep = (now: number): void => {
    for (const [name, place] of places) if (isEmpty(forgetExpired(place, now), now)) places.delete(name);
    for (const [owner, { untilMs }] of budgets) if (untilMs <= now) budgets.delete(owner);
  };
  // Milliseconds to wait where there is nothing left.
  const spend = (owner: string, now: number): number => {
    const known = budgets.get(owner);
    const budget = known === undefined || known.untilMs <= now ? { grants: 0, untilMs: now + 60_000 } : known;
    if (budget.grants >= grantsPerMinute) return budget.untilMs - now;
    // A place is made by a grant only: sweeping here bounds what is kept.
    if (budget.grants === 0) sweep(now);
    budget.grants += 1;
    budgets.set(owner, budget);
    return 0;
  };
  const refuse = (place: Place, hash: string): void => {
    if (place.token?.hash !== hash) return;
    place.refused.set(hash, place.token.expiresMs);
    delete place.token;
  };
  const grant = (place: Place, claim: TokenClaim, now: number): void => {
    place.grant = { fence: claim.fence, leaseUntilMs: now + claim.leaseMs };
    const { refusedHash } = claim;
    if (refusedHash !== undefined && place.token === undefined && !place.refused.has(refusedHash)) {
      place.refused.set(refusedHash, now + refusalMs);
    }
  };

  // No await between the look and the grant: that is what makes it atomic.
  const decide = (claim: TokenClaim, now: number): ClaimVerdict => {
    const place = forgetExpired(places.get(claim.place) ?? { refused: new Map() }, now);
    if (claim.refusedHash !== undefined) refuse(place, claim.refusedHash);
    const token = place.token && { text: place.token.text, lifeMs: place.token.expiresMs - now };
    if (token !== undefined && (place.token?.freshUntilMs ?? 0) > now) return { kind: 'token', token };
    const leaseMs = (place.grant?.leaseUntilMs ?? 0) - now;
    if (leaseMs > 0) return token === undefined ? { kind: 'held', leaseMs } : { kind: 'token', token };
    const { failure } = place;
    if (failure !== undefined) {
      const failed: ClaimVerdict = { kind: 'failed', failure: failure.text, pauseMs: failure.untilMs - now };
      return token === undefined ? failed : { kind: 'token', token };
    }
    const pauseMs = spend(claim.owner, now);
    if (pauseMs > 0) return token === undefined ? { kind: 'exhausted', pauseMs } : { kind: 'token', token };
    places.set(claim.place, place);
    grant(place, claim, now);
    return { kind: 'granted', token };
  };
  const standing = (name: string, fence: string): Place | undefined => {
    const place = places.get(name);
    return place?.grant?.fence === fence ? place : undefined;
  };

  return {
    claim: async (claim) => decide(claim, clock()),
    async renew({ place, fence, leaseMs }) {
      const { grant: held } = standing(place, fence) ?? {};
      if (held !== undefined) held.leaseUntilMs = clock() + leaseMs;
      return held !== undefined;
    },
    async publish({ place: name, fence, text, tokenHash, lifeMs, freshMs }) {
      const now = clock();
      const place = standing(name, fence);
      if (place === undefined) return 'superseded';
      if ((place.refused.get(tokenHash) ?? 0) > now) return 'refused';
      delete place.grant;
      delete place.failure;
      place.token = { text, hash: tokenHash, expiresMs: now + lifeMs, freshUntilMs: now + freshMs };
      return 'published';
    },
    async giveUp({ place: name, fence, failure }) {
      const place = standing(name, fence);
      if (place === undefined) return;
      delete place.grant;
      if (failure !== undefined) place.failure = { text: failure.text, untilMs: clock() + failure.pauseMs };
    },
  };
}

function forgetExpired(place: Place, now: number): Place {
  if (place.token !== undefined && place.token.expiresMs <= now) delete place.token;
  if (place.failure !== undefined && place.failure.untilMs <= now) delete place.failure;
  for (const [hash, untilMs] of place.refused) if (untilMs <= now) place.refused.delete(hash);
  return place;
}

// A forsaken grant is kept for a while: its holder may still come, and is welcome while nobody else was granted the place.
function isEmpty({ token, grant, failure, refused }: Place, now: number): boolean {
  const isForsaken = grant === undefined || grant.leaseUntilMs + 600_000 <= now;
  return token === undefined && failure === undefined && refused.size === 0 && isForsaken;
}
