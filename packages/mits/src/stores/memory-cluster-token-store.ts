import type { Clock } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import type { ClaimVerdict, ClusterTokenStore, TokenClaim } from './cluster-token-store.ts';
import { forgetExpired, grantPlace, isForgotten, type MemoryPlace, refuseToken } from './memory-place.ts';
import { parseStoreLimits, type StoreLimits } from './store-limits.ts';

/** Options of {@link createMemoryClusterTokenStore}; unknown names are refused. */
export interface MemoryClusterTokenStoreOptions extends StoreLimits {
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
}

const optionNames: ReadonlySet<string> = new Set<keyof MemoryClusterTokenStoreOptions>(['grantsPerMinute', 'clock']);

/**
 * Makes a store for one process: a token service that is a cluster of its own.
 *
 * Bounded by the grants of a minute for each owner, and forgotten when it expires.
 *
 * @throws TypeError for a wrong or unknown option
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
  checkOptionNames(options, optionNames);
  const { grantsPerMinute, refusalMs } = parseStoreLimits(options);
  const { clock = Date.now } = options;
  const places = new Map<string, MemoryPlace>();
  const sweep = (now: number): void => {
    for (const [name, place] of places) if (isForgotten(forgetExpired(place, now), now)) places.delete(name);
  };
  const spend = createBudgets(grantsPerMinute, sweep);

  // No await between the look and the grant: that is what makes it atomic.
  const decide = (claim: TokenClaim, now: number): ClaimVerdict => {
    const place = forgetExpired(places.get(claim.place) ?? { refused: new Map() }, now);
    if (claim.refusedHash !== undefined) refuseToken(place, claim.refusedHash);
    const token = place.token && { text: place.token.text, lifeMs: place.token.expiresMs - now };
    if (token !== undefined && (place.token?.freshUntilMs ?? 0) > now) return { kind: 'token', token };
    const obstacle = findObstacle(place, now) ?? spend(claim.owner, now);
    if (obstacle !== undefined) return token === undefined ? obstacle : { kind: 'token', token };
    places.set(claim.place, place);
    grantPlace(place, claim, { now, refusalMs });
    return { kind: 'granted', token };
  };
  const standing = (name: string, fence: string): MemoryPlace | undefined => {
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

// What keeps a claim from being granted, apart from a token that is fresh.
function findObstacle({ grant, failure }: MemoryPlace, now: number): ClaimVerdict | undefined {
  const leaseMs = (grant?.leaseUntilMs ?? 0) - now;
  if (leaseMs > 0) return { kind: 'held', leaseMs };
  return failure && { kind: 'failed', failure: failure.text, pauseMs: failure.untilMs - now };
}

type SpendGrant = (owner: string, now: number) => ClaimVerdict | undefined;

// Places are made by grants only, so the first grant of a minute is the moment to tidy up.
function createBudgets(grantsPerMinute: number, tidy: (now: number) => void): SpendGrant {
  const budgets = new Map<string, { grants: number; readonly untilMs: number }>();
  return (owner, now) => {
    const known = budgets.get(owner);
    const budget = known === undefined || known.untilMs <= now ? { grants: 0, untilMs: now + 60_000 } : known;
    if (budget.grants >= grantsPerMinute) return { kind: 'exhausted', pauseMs: budget.untilMs - now };
    if (budget.grants === 0) {
      for (const [name, { untilMs }] of budgets) if (untilMs <= now) budgets.delete(name);
      tidy(now);
    }
    budget.grants += 1;
    budgets.set(owner, budget);
    return undefined;
  };
}
