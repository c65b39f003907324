import { type EventSink, type ReplayStore, ReplayStoreFull, type VerifiedShr } from '@holdfast/core';
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
export function claimReplay(proof: VerifiedShr, rules: ReplayRules): void | Promise<void> {
  const { replayId: id, thumbprint: owner, signedAt } = proof;
  let answer: unknown;
  try {
    answer = rules.store.claimOnce({ id, owner, expiresAt: signedAt + rules.windowSeconds });
  } catch (cause) {
    throw unavailable(cause, rules);
  }
  // Asked this way round: whatever is no plain answer is waited for, and never taken for a yes.
  if (typeof answer === 'boolean') return requireFirst(answer, owner, rules);
  return settle(answer, rules).then((isFirst) => requireFirst(isFirst, owner, rules));
}

async function settle(answer: unknown, rules: ReplayRules): Promise<boolean> {
  try {
    const isFirst = await answer;
    // Somebody else may have written the store: only `true` and `false` are answers.
    if (typeof isFirst !== 'boolean') throw new TypeError('A replay store must answer true or false');
    return isFirst;
  } catch (cause) {
    throw unavailable(cause, rules);
  }
}

function requireFirst(isFirst: boolean, owner: string, { publish }: ReplayRules): void {
  if (isFirst) return;
  publish({ name: 'replay.refused', thumbprint: owner });
  throw new Refused('ERR_REPLAY_REPEATED');
}

function unavailable(cause: unknown, { publish }: ReplayRules): Refused {
  const isFull = cause instanceof ReplayStoreFull;
  publish({ name: 'replay.unavailable', reason: isFull ? 'full' : 'failed' });
  return new Refused(isFull ? 'ERR_REPLAY_FULL' : 'ERR_REPLAY_FAILED', { cause });
}
