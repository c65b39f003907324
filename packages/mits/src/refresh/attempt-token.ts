import { createDeadline, randomId, sha256Hex } from '@holdfast/core';
import { TokenUnavailable } from '../errors/token-unavailable.ts';
import type { ServedFrom, UpstreamAsked } from '../events/mits-event.ts';
import type { ClaimVerdict, ClusterToken } from '../stores/cluster-token-store.ts';
import { createTokenFetcher, type TokenFetcherOptions } from './fetch-token.ts';
import type { LocalToken } from './local-tokens.ts';
import type { PlacedQuestion } from './placed-question.ts';
import { parseFailureText, parseTokenText } from './shared-texts.ts';

/** A token, and where it came from. */
export interface ServedToken extends LocalToken {
  readonly from: ServedFrom;
}

/** Claims a token once, and fetches it if that is granted; `held`: somebody else does. */
export type TokenAttempt = (question: PlacedQuestion) => Promise<ServedToken | 'held'>;

/** What {@link createTokenAttempt} needs. */
export interface TokenAttemptOptions extends TokenFetcherOptions {
  /** How long a grant stands without being renewed, in milliseconds. */
  readonly leaseMs: number;
}

const longestReplacementMs = 5000;

/** Makes one step of the engine: from a question to the verdict of the cluster, and what follows from it. */
export function createTokenAttempt(options: TokenAttemptOptions): TokenAttempt {
  const { store, local, clock, leaseMs } = options;
  const fetchToken = createTokenFetcher(options);

  const fetchGranted = async (
    question: PlacedQuestion,
    fence: string,
    due?: ClusterToken,
  ): ReturnType<TokenAttempt> => {
    const { place, owner, tokenHash } = question;
    const reason = reasonOf(tokenHash, due);
    if (tokenHash !== undefined && reason === 'refused') local.remember(tokenHash);
    const token = await fetchToken(question, { place, owner, fence, leaseMs }, reason);
    if (token === 'superseded') return 'held';
    local.keep(place, token);
    return { ...token, from: 'authority' };
  };

  // What is due is still good: a replacement that fails, or takes long, takes nothing away from anybody.
  const replaceDue = async (question: PlacedQuestion, fence: string, due: ClusterToken): ReturnType<TokenAttempt> => {
    const deadline = createDeadline(longestReplacementMs);
    try {
      return await deadline.race(() => fetchGranted(question, fence, due));
    } catch {
      // Asked for once more and not given from here: it may have been refused meanwhile.
      return 'held';
    } finally {
      deadline.clear();
    }
  };

  return async (question) => {
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
      case 'token': {
        const token = await readClusterToken(verdict.token, clock());
        local.keep(place, token);
        return { ...token, from: 'cluster' };
      }
      case 'granted':
        return verdict.token === undefined ? fetchGranted(question, fence) : replaceDue(question, fence, verdict.token);
      case 'held':
        return 'held';
      case 'failed':
        throw parseFailureText(verdict.failure, secondsOf(verdict.pauseMs));
      case 'exhausted':
        throw new TokenUnavailable('ERR_MITS_BUDGET', { retryAfterSeconds: secondsOf(verdict.pauseMs) });
    }
  };
}

async function readClusterToken({ text, lifeMs }: ClusterToken, nowMs: number): Promise<LocalToken> {
  const accessToken = parseTokenText(text);
  if (accessToken === undefined) throw new TokenUnavailable('ERR_MITS_STORE', { retryAfterSeconds: 1 });
  return { accessToken, hash: await sha256Hex(accessToken), expiresMs: nowMs + lifeMs };
}

function reasonOf(tokenHash: string | undefined, due: ClusterToken | undefined): UpstreamAsked['reason'] {
  if (due !== undefined) return 'due';
  return tokenHash === undefined ? 'missing' : 'refused';
}

function secondsOf(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
