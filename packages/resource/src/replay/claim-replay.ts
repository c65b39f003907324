import { type EventSink, type ReplayClaim, type ReplayStore, ReplayStoreFull, type VerifiedShr } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';
import type { ResourceEvent } from '../events/resource-event.ts';

/** Where proofs are remembered. */
export interface ReplayRules {
  readonly store: ReplayStore;
  readonly windowSeconds: number;
  readonly publish: EventSink<ResourceEvent>;
}

/**
 * Claims the proof, once. It is the last thing that can fail, so that nothing is recorded for a request that would be refused anyway.
 *
 * The entry lives until the proof itself is too old, counted from the proof's own time: a proof dated ahead lives longer.
 *
 * @see draft-ietf-oauth-signed-http-request-03 section 7.2; RFC 9449 section 11.1
 */
export async function claimReplay(proof: VerifiedShr, rules: ReplayRules): Promise<void> {
  const expiresAt = proof.signedAt + rules.windowSeconds;
  if (await claimFirst({ id: proof.replayId, owner: proof.thumbprint, expiresAt }, rules)) return;
  rules.publish({ name: 'replay.refused', thumbprint: proof.thumbprint });
  throw new Refused('ERR_REPLAY_REPEATED');
}

async function claimFirst(claim: ReplayClaim, { store, publish }: ReplayRules): Promise<boolean> {
  try {
    const isFirst: unknown = await store.claimOnce(claim);
    if (typeof isFirst !== 'boolean') throw new TypeError('A replay store must answer true or false');
    return isFirst;
  } catch (cause) {
    const isFull = cause instanceof ReplayStoreFull;
    publish({ name: 'replay.unavailable', reason: isFull ? 'full' : 'failed' });
    throw new Refused(isFull ? 'ERR_REPLAY_FULL' : 'ERR_REPLAY_FAILED', { cause });
  }
}
