import type { Clock, EventSink } from '@holdfast/core';
import { buildScopeText, createSchemeTexts } from '../cache/cache-key.ts';
import type { TokenFailed } from '../events/token-event.ts';
import type { BoundCredential } from '../scheme/binding-certificate.ts';
import { createMtlsPopSchemes } from '../scheme/mtls-pop.ts';
import type { TokenQuery, TokenReply } from '../token-endpoint/token-query.ts';
import type { TokenAcquirer } from './acquire-token.ts';
import type { Acquisition } from './acquired-token.ts';
import { type TokenResult, toTokenResult } from './token-result.ts';
import { createUnboundTeller } from './unbound-teller.ts';

/** What a caller of a source wants, complete and checked. */
export interface SourceWish {
  /** What the source is asked, as far as it does not depend on the certificate. */
  readonly question: Omit<TokenQuery, 'scheme' | 'tokenHash'>;
  /** SHA-256 of the token that was refused, in lower-case hex. */
  readonly tokenHash?: string | undefined;
  /** Passes over the cached token. */
  readonly forceRefresh: boolean;
  /** Ends this caller's wait. */
  readonly signal?: AbortSignal | undefined;
}

/** Why another certificate is looked for. */
export interface RebindReason {
  /** What acquiring a token threw. */
  readonly error: unknown;
  /** What the token was wanted for. */
  readonly wish: SourceWish;
}

/** Port: a source that gives a certificate, and tokens over it. */
export interface CertificateTokenSource {
  /**
   * The certificate to bind a token to now: the same object as long as nothing changes, for tokens are found by it.
   *
   * @throws whatever stands in the way of a certificate; nothing weaker is given then
   */
  bind(wish: SourceWish): Promise<BoundCredential>;
  /**
   * Another certificate, after a failure that it may mend; undefined for every other, which is then the caller's.
   *
   * @throws whatever stands in the way
   */
  bindAgain(refused: BoundCredential, reason: RebindReason): Promise<BoundCredential | undefined>;
  /** Asks for a token over the certificate of the query's scheme; the signal fires when nobody waits any more. */
  requestToken(query: TokenQuery, signal: AbortSignal): Promise<TokenReply>;
}

/** Gives tokens that are bound to the certificate of the moment. */
export type BoundAcquirer = (wish: SourceWish) => Promise<TokenResult>;

/**
 * Makes the loop around a source with certificates: bind, look or ask, and where the certificate is to blame bind again. How often is the
 * source's to say.
 */
export function createBoundAcquirer(options: {
  readonly certificates: CertificateTokenSource;
  readonly acquire: TokenAcquirer;
  readonly clock: Clock;
  readonly emit: EventSink<TokenFailed>;
}): BoundAcquirer {
  const { certificates, acquire, clock } = options;
  const tellUnbound = createUnboundTeller(options);
  const schemeOf = createMtlsPopSchemes('entra');
  const schemeText = createSchemeTexts();
  return async (wish) => {
    const { question, signal } = wish;
    const { scopes, claims } = question;
    const startedMs = clock();
    const bind = async (): Promise<BoundCredential> => {
      try {
        return await certificates.bind(wish);
      } catch (error) {
        tellUnbound(question, startedMs, error);
        throw error;
      }
    };
    for (let credential = await bind(); ; ) {
      const scheme = schemeOf(credential);
      const acquisition: Acquisition = {
        cacheKey: { tenant: '', scheme: schemeText(scheme), scopes: buildScopeText(scopes) },
        query: { ...question, scheme },
        wish: { ...wish, hasClaims: claims !== undefined },
        signal,
        startedMs,
      };
      try {
        return toTokenResult(await acquire(acquisition), acquisition.query);
      } catch (error) {
        const next = await certificates.bindAgain(credential, { error, wish });
        if (next === undefined) throw error;
        credential = next;
      }
    }
  };
}
