import type { SignableRequest } from '@holdfast/core';
import { sha256Hex } from '@holdfast/core/calling';
import type { TokenClient } from '../acquire/token-client.ts';
import type { ClientTokenRequest } from '../acquire/token-request.ts';
import type { TokenResult } from '../acquire/token-result.ts';
import type { SchemeName } from '../scheme/scheme-name.ts';
import type { AnsweredHeaders, Challenge } from './read-challenge.ts';

/** What is read of an answer before anybody else sees it. */
export interface Answer extends AnsweredHeaders {
  /** HTTP status. */
  readonly status: number;
}

/** One call of an API: a request that can be made more than once, and how it is sent. */
export interface Exchange<A extends Answer> {
  /** Where it goes; checked already. */
  readonly origin: string;
  /** What a proof covers. */
  readonly signable: SignableRequest;
  /** Headers that a proof covers. */
  readonly signHeaders: readonly string[];
  /** Which token goes with it. */
  readonly tokenRequest: ClientTokenRequest;
  /** Sends it once, on connections that fit the token. */
  send(authorization: string, token: TokenResult): Promise<A>;
  /** Lets go of an answer that is not the last. */
  discard(answer: A): Promise<void> | void;
}

/** What {@link createExchanges} needs. */
export interface ExchangeOptions {
  /** Acquires tokens and proves possession of their keys. */
  readonly client: Pick<TokenClient, 'acquireTokenForClient' | 'signHttpRequest'>;
  /** What nothing weaker is sent than. */
  readonly scheme: SchemeName;
  /** Whether the caller admits a bearer token where there is no certificate. */
  readonly allowUnboundFallback: boolean;
}

/** Makes calls, and answers what an API may ask back. */
export type Exchanges = <A extends Answer>(exchange: Exchange<A>) => Promise<A>;

/** Reads what an API asks back. */
export interface ChallengeReader {
  /** Reads the challenges of a 401 response. */
  readChallenge(response: AnsweredHeaders): Challenge;
  /** Reads the nonce for the next request. */
  readNextNonce(response: AnsweredHeaders): string | undefined;
}

/** What {@link createExchangeLoop} needs. */
export interface ExchangeLoopOptions extends Pick<ExchangeOptions, 'client' | 'scheme'> {
  /** Throws for a token that is weaker than the scheme. */
  readonly checkToken: (token: TokenResult) => void;
  /** Gives what reads challenges; it is called for an answer that has some. */
  readonly challenges: () => ChallengeReader | Promise<ChallengeReader>;
}

/**
 * Makes the loop around an API, as `createExchanges` does, with a reader of challenges that need not be there yet. Nothing is sent that `checkToken` throws for.
 *
 * An answer that is no refusal is given to the caller also where the reader cannot be had: the request was made, and its nonce for the next one is lost, which the API
 * will say.
 *
 * Not done: judging where a request goes. Who calls has compared its origin with those that may be given the token.
 *
 * @throws from the returned function: what `createExchanges` does, and whatever `checkToken` throws, and `challenges` for a 401
 *
 * @example
 * ```ts
 * import { createExchangeLoop, type ExchangeLoopOptions } from '@holdfast/oauth/calling';
 *
 * export const createExchanges = (client: ExchangeLoopOptions['client']) =>
 *   createExchangeLoop({
 *     client,
 *     scheme: 'pop',
 *     checkToken: ({ tokenType }) => {
 *       if (tokenType !== 'pop') throw new TypeError('a weaker token');
 *     },
 *     challenges: () => import('@holdfast/oauth/challenges'),
 *   });
 * ```
 */
export function createExchangeLoop(options: ExchangeLoopOptions): Exchanges {
  const { client, scheme, checkToken, challenges } = options;
  // One nonce for each configured origin, so it cannot grow.
  const nonces = new Map<string, string>();
  return async ({ origin, signable, signHeaders, tokenRequest, send, discard }) => {
    let token = await client.acquireTokenForClient(tokenRequest);
    let left: Answers = { nonce: scheme === 'pop', claims: true };
    for (;;) {
      checkToken(token);
      const nonce = nonces.get(origin);
      const value = await client.signHttpRequest({ token, request: signable, signHeaders, nonce });
      const answer = await send(value, token);
      const isRefused = answer.status === 401;
      if (answer.headers.get('authentication-info') !== null) {
        const reader = await (isRefused ? challenges() : quietly(challenges));
        rememberNonce(nonces, origin, reader?.readNextNonce(answer));
      }
      const isChallenged = isRefused && answer.headers.get('www-authenticate') !== null;
      const challenge = isChallenged ? answerable((await challenges()).readChallenge(answer), left) : undefined;
      if (challenge === undefined) return answer;
      await discard(answer);
      rememberNonce(nonces, origin, challenge.nonce);
      if (challenge.claims !== undefined) {
        // The hash lets callers whose token was refused together refresh it once.
        const accessTokenSha256ToRefresh = await sha256Hex(token.accessToken);
        const { claims } = challenge;
        token = await client.acquireTokenForClient({ ...tokenRequest, claims, accessTokenSha256ToRefresh });
      }
      left = {
        nonce: left.nonce && challenge.nonce === undefined,
        claims: left.claims && challenge.claims === undefined,
      };
    }
  };
}

/** Which challenges may still be answered in this call. */
interface Answers {
  readonly nonce: boolean;
  readonly claims: boolean;
}

function answerable(challenge: Challenge, left: Answers): Challenge | undefined {
  const nonce = left.nonce ? challenge.nonce : undefined;
  const claims = left.claims ? challenge.claims : undefined;
  return nonce === undefined && claims === undefined ? undefined : { nonce, claims };
}

async function quietly(challenges: ExchangeLoopOptions['challenges']): Promise<ChallengeReader | undefined> {
  try {
    return await challenges();
  } catch {
    return undefined;
  }
}

function rememberNonce(nonces: Map<string, string>, origin: string, nonce: string | undefined): void {
  if (nonce !== undefined) nonces.set(origin, nonce);
}
