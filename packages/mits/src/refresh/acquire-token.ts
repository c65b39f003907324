import { setTimeout as wait } from 'node:timers/promises';
import { createSingleFlight } from '@holdfast/core';
import { TokenUnavailable } from '../errors/token-unavailable.ts';
import type { UpstreamQuestion } from '../relying-party/relying-party.ts';
import { createTokenAttempt, type ServedToken, type TokenAttemptOptions } from './attempt-token.ts';
import { type PlacedQuestion, placeQuestion } from './placed-question.ts';

/** Gives a token for a question. */
export type TokenAcquirer = (question: UpstreamQuestion) => Promise<ServedToken>;

/** What {@link createTokenAcquirer} needs. */
export type TokenAcquirerOptions = TokenAttemptOptions;

const pollMs = 100;

/**
 * Makes the engine: one question to the cluster, which gives a token, a grant to fetch one, or the word that somebody else does.
 *
 * The store is asked before the memory of this process, because another process may know that a token was refused. The memory answers only
 * where the store does not.
 */
export function createTokenAcquirer(options: TokenAcquirerOptions): TokenAcquirer {
  const { local, clock, closing, waitMs } = options;
  const attempt = createTokenAttempt(options);
  const attempts = createSingleFlight<ServedToken | 'held'>();
  const watches = createSingleFlight<ServedToken>();
  const checkOpen = (): void => {
    if (closing.aborted) throw new TokenUnavailable('ERR_MITS_CLOSED', { retryAfterSeconds: 1 });
  };

  const rest = async (): Promise<void> => {
    await wait(pollMs, undefined, { signal: closing }).catch(() => undefined);
    checkOpen();
  };

  // One for each place and process, however many callers wait: they must not all ask the store again and again.
  const watch = async (question: PlacedQuestion): Promise<ServedToken> => {
    const untilMs = clock() + waitMs;
    while (clock() < untilMs) {
      await rest();
      const outcome = await attempt(question);
      if (outcome !== 'held') return outcome;
    }
    throw new TokenUnavailable('ERR_MITS_WAIT', { retryAfterSeconds: 1 });
  };

  return async (asked) => {
    let question = placeQuestion(asked);
    const { place, tokenHash } = question;
    if (tokenHash !== undefined) local.refuse(place, tokenHash);
    const untilMs = clock() + waitMs;
    for (let repeats = 0; repeats === 0 || clock() < untilMs; repeats += 1) {
      checkOpen();
      // Told once, a store gives it to nobody any more. One that does is broken, and asking it without a pause would not mend it.
      if (repeats > 1) await rest();
      const name = JSON.stringify([place, question.tokenHash ?? '']);
      const asking = question;
      const first = await attempts.run(name, () => attempt(asking));
      const token = first === 'held' ? await watches.run(place, () => watch(asking)) : first;
      // Refused in the meantime, here or, while the store was out of reach, before: the cluster is told, and asked again.
      if (!local.isRefused(token.hash) && token.hash !== tokenHash) return token;
      question = { ...question, tokenHash: token.hash };
    }
    throw new TokenUnavailable('ERR_MITS_WAIT', { retryAfterSeconds: 1 });
  };
}
