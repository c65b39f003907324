import { setTimeout as wait } from 'node:timers/promises';
import { createSingleFlight, randomId, sha256Hex } from '@holdfast/core';
import { TokenUnavailable } from '../errors/token-unavailable.ts';
import type { ServedFrom } from '../events/mits-event.ts';
import type { UpstreamQuestion } from '../relying-party/relying-party.ts';
import type { ClaimVerdict, ClusterToken } from '../stores/cluster-token-store.ts';
import { createTokenFetcher, type TokenFetcherOptions } from './fetch-token.ts';
import type { LocalToken } from './local-tokens.ts';
import { type PlacedQuestion, placeQuestion } from './placed-question.ts';
import { parseFailureText, parseTokenText } from './shared-texts.ts';

/** A token, and where it came from. */
export interface ServedToken extends LocalToken {
  readonly from: ServedFrom;
}

/** Gives a token for a question. */
export type TokenAcquirer = (question: UpstreamQuestion) => Promise<ServedToken>;

/** What {@link createTokenAcquirer} needs. */
export interface TokenAcquirerOptions extends TokenFetcherOptions {
  /** How long a grant stands without being renewed, in milliseconds. */
  readonly leaseMs: number;
  /** How long a caller waits for a token that another process fetches, in milliseconds. */
  readonly waitMs: number;
}

type Attempt = ServedToken | 'held';

const pollMs = 100;

/**
 * Makes the engine: one question to the cluster, which gives a token, a grant to fetch one, or the word that somebody else does.
 *
 * The store is asked before the memory of this process, because another process may know that a token was refused. The memory answers only
 * where the store does not.
 */
export function createTokenAcquirer(options: TokenAcquirerOptions): TokenAcquirer {
  const { store, local, clock, closing, leaseMs, waitMs } = options;
  const fetchToken = createTokenFetcher(options);
  const attempts = createSingleFlight<Attempt>();
  const watches = createSingleFlight<ServedToken>();

  const give = async ({ place }: PlacedQuestion, { text, lifeMs }: ClusterToken): Promise<ServedToken> => {
    const accessToken = parseTokenText(text);
    if (accessToken === undefined) throw new TokenUnavailable('ERR_MITS_STORE', { retryAfterSeconds: 1 });
    const token = { accessToken, hash: await sha256Hex(accessToken), expiresMs: clock() + lifeMs };
    local.keep(place, token);
    return { ...token, from: 'cluster' };
  };

  const fetchGranted = async (question: PlacedQuestion, fence: string, due?: ClusterToken): Promise<Attempt> => {
    const { place, owner, tokenHash } = question;
    if (tokenHash !== undefined && due === undefined) local.remember(tokenHash);
    const reason = due === undefined ? (tokenHash === undefined ? 'missing' : 'refused') : 'due';
    try {
      const token = await fetchToken(question, { place, owner, fence, leaseMs }, reason);
      if (token === 'superseded') return 'held';
      local.keep(place, token);
      return { ...token, from: 'authority' };
    } catch (error) {
      // What is due is still good: a refresh that failed takes nothing away.
      if (due !== undefined) return give(question, due);
      throw error;
    }
  };

  const attempt = async (question: PlacedQuestion): Promise<Attempt> => {
    const { place, owner, tokenHash } = question;
    const fence = randomId();
    let verdict: ClaimVerdict;
    try {
      verdict = await store.claim({ place, owner, refusedHash: tokenHash, fence, leaseMs });
    } catch (error) {
      const known = local.find(place, clock());
      if (known !== undefined) return { ...known, from: 'memory' };
      throw error;
    }
    switch (verdict.kind) {
      case 'token':
        return give(question, verdict.token);
      case 'granted':
        return fetchGranted(question, fence, verdict.token);
      case 'held':
        return 'held';
      case 'failed':
        throw parseFailureText(verdict.failure, secondsOf(verdict.pauseMs));
      case 'exhausted':
        throw new TokenUnavailable('ERR_MITS_BUDGET', { retryAfterSeconds: secondsOf(verdict.pauseMs) });
    }
  };

  // One for each place and process, however many callers wait: they must not all ask the store again and again.
  const watch = async (question: PlacedQuestion): Promise<ServedToken> => {
    const untilMs = clock() + waitMs;
    while (clock() < untilMs) {
      await wait(pollMs, undefined, { signal: closing }).catch(() => undefined);
      if (closing.aborted) throw new TokenUnavailable('ERR_MITS_CLOSED', { retryAfterSeconds: 1 });
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
    do {
      if (closing.aborted) throw new TokenUnavailable('ERR_MITS_CLOSED', { retryAfterSeconds: 1 });
      const name = JSON.stringify([place, question.tokenHash ?? '']);
      const first = await attempts.run(name, () => attempt(question));
      const token = first === 'held' ? await watches.run(place, () => watch(question)) : first;
      // Refused in the meantime, here or, while the store was out of reach, before: the cluster is told, and asked again.
      if (!local.isRefused(token.hash) && token.hash !== tokenHash) return token;
      question = { ...question, tokenHash: token.hash };
    } while (clock() < untilMs);
    throw new TokenUnavailable('ERR_MITS_WAIT', { retryAfterSeconds: 1 });
  };
}

function secondsOf(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
