import { type Clock, createDeadline, type EventSink, sha256Hex } from '@holdfast/core';
import { TokenUnavailable } from '../errors/token-unavailable.ts';
import type { MitsEvent, UpstreamAsked } from '../events/mits-event.ts';
import type { RelyingParty, UpstreamToken } from '../relying-party/relying-party.ts';
import type { ClusterTokenStore, PublicationVerdict } from '../stores/cluster-token-store.ts';
import { type Grant, keepLease } from './keep-lease.ts';
import type { LocalToken, LocalTokens } from './local-tokens.ts';
import type { PlacedQuestion } from './placed-question.ts';
import { buildFailureText, buildTokenText } from './shared-texts.ts';
import { wordFailure } from './word-failure.ts';

/** Asks the authority under a grant, and ends the grant; `superseded`: somebody else was granted the place meanwhile. */
export type TokenFetcher = (
  question: PlacedQuestion,
  grant: Grant,
  reason: UpstreamAsked['reason'],
) => Promise<LocalToken | 'superseded'>;

/** What {@link createTokenFetcher} needs. */
export interface TokenFetcherOptions {
  readonly relyingParty: RelyingParty;
  readonly store: ClusterTokenStore;
  readonly local: LocalTokens;
  readonly clock: Clock;
  readonly emit: EventSink<MitsEvent>;
  /** How long a failure is everybody's, in milliseconds. */
  readonly failurePauseMs: number;
  /** How long a caller waits for a token that another process fetches, in milliseconds. */
  readonly waitMs: number;
  /** Fires when the token service closes. */
  readonly closing: AbortSignal;
}

const longestTimerMs = 2_147_483_647;

/**
 * Makes the function that turns one grant into one token, or into one failure that the cluster shares.
 *
 * A relying party that never answers is given up after twice the time that anybody waits: its lease would be renewed for ever, and with it
 * the cluster would be without that token.
 */
export function createTokenFetcher(options: TokenFetcherOptions): TokenFetcher {
  const { relyingParty, store, local, clock, emit, failurePauseMs, closing } = options;
  const callMs = Math.min(2 * options.waitMs, longestTimerMs);

  const giveUp = async (grant: Grant, error: TokenUnavailable): Promise<void> => {
    // A service that closes has learnt nothing about the authority.
    const isClosing = error.code === 'ERR_MITS_CLOSED';
    const pauseMs = Math.max(failurePauseMs, (error.retryAfterSeconds ?? 0) * 1000);
    const failure = isClosing ? undefined : { text: buildFailureText(error), pauseMs };
    await store.giveUp({ ...grant, failure }).catch(() => undefined);
  };

  const publish = async (grant: Grant, token: UpstreamToken, tokenHash: string): Promise<Outcome> => {
    if (token.lifeSeconds < 1) throw new TokenUnavailable('ERR_MITS_UPSTREAM_UNAVAILABLE', { detail: 'expired token' });
    const lifeMs = token.lifeSeconds * 1000;
    const freshMs = Math.min(lifeMs, token.freshSeconds * 1000);
    const publication = { ...grant, text: buildTokenText(token.accessToken), tokenHash, lifeMs, freshMs };
    // A store that is gone by now takes the token from the others, not from the callers of this process.
    const verdict = await store.publish(publication).catch((): Outcome => 'unshared');
    if (verdict === 'refused' || local.isRefused(tokenHash)) throw new TokenUnavailable('ERR_MITS_UPSTREAM_REPEATED');
    return verdict;
  };

  return async (question, grant, reason) => {
    const startedMs = clock();
    const tell = (outcome: UpstreamAsked['outcome'], code?: UpstreamAsked['code']): void =>
      emit({
        name: 'upstream.asked',
        identity: question.identity.name,
        reason,
        outcome,
        code,
        tookMs: clock() - startedMs,
      });
    const lease = keepLease(store, grant);
    const deadline = createDeadline(callMs, AbortSignal.any([lease.lost, closing]));
    try {
      const token = await deadline.race(() => relyingParty.requestToken(question, deadline.signal));
      const hash = await sha256Hex(token.accessToken);
      const outcome = await publish(grant, token, hash);
      tell(outcome);
      if (outcome === 'superseded') return outcome;
      return { accessToken: token.accessToken, hash, expiresMs: clock() + token.lifeSeconds * 1000 };
    } catch (cause) {
      if (lease.lost.aborted) {
        tell('superseded');
        return 'superseded';
      }
      const error = closing.aborted
        ? new TokenUnavailable('ERR_MITS_CLOSED', { retryAfterSeconds: 1 })
        : wordFailure(cause);
      tell('failed', error.code);
      await giveUp(grant, error);
      throw error;
    } finally {
      deadline.clear();
      lease.stop();
    }
  };
}

type Outcome = Exclude<PublicationVerdict, 'refused'> | 'unshared';
