import type { TokenClaim } from './cluster-token-store.ts';

/** What a store in memory knows of one token. */
export interface MemoryPlace {
  token?: { readonly text: string; readonly hash: string; readonly expiresMs: number; readonly freshUntilMs: number };
  /** The last grant that has not ended; its holder may be gone. */
  grant?: { readonly fence: string; leaseUntilMs: number };
  failure?: { readonly text: string; readonly untilMs: number };
  /** Hashes that were refused, and until when that is remembered. */
  readonly refused: Map<string, number>;
}

// A holder that comes late is welcome while nobody else was granted the place.
const forsakenMs = 600_000;

/** Lets go of what has expired. */
export function forgetExpired(place: MemoryPlace, now: number): MemoryPlace {
  if (place.token !== undefined && place.token.expiresMs <= now) delete place.token;
  if (place.failure !== undefined && place.failure.untilMs <= now) delete place.failure;
  for (const [hash, untilMs] of place.refused) if (untilMs <= now) place.refused.delete(hash);
  return place;
}

/** Tells whether there is nothing left to know. */
export function isForgotten({ token, grant, failure, refused }: MemoryPlace, now: number): boolean {
  const isForsaken = grant === undefined || grant.leaseUntilMs + forsakenMs <= now;
  return token === undefined && failure === undefined && refused.size === 0 && isForsaken;
}

/** Takes the token away, if the hash is its. */
export function refuseToken(place: MemoryPlace, hash: string): void {
  if (place.token?.hash !== hash) return;
  place.refused.set(hash, place.token.expiresMs);
  delete place.token;
}

/** Grants a claim; the hash that came with it is remembered, though its token was not here. */
export function grantPlace(place: MemoryPlace, claim: TokenClaim, times: { now: number; refusalMs: number }): void {
  const { fence, leaseMs, refusedHash } = claim;
  place.grant = { fence, leaseUntilMs: times.now + leaseMs };
  const isNews = refusedHash !== undefined && place.token === undefined && !place.refused.has(refusedHash);
  if (isNews) place.refused.set(refusedHash, times.now + times.refusalMs);
}
