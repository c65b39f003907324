import { type Clock, type EventSink, FlightAborted, type JsonObject } from '@holdfast/core';
import { buildScopeText } from '../cache/cache-key.ts';
import { buildCapabilityText } from '../cache/client-partition.ts';
import type { TokenStore } from '../cache/token-store.ts';
import { BindingUnavailable } from '../errors/scheme-errors.ts';
import type { ClientEvent } from '../events/token-event.ts';
import { bearerScheme } from '../scheme/bearer.ts';
import type { TokenQuery, TokenReply } from '../token-endpoint/token-query.ts';
import type { Acquisition } from './acquired-token.ts';
import { type CertificateTokenSource, createBoundAcquirer, type SourceWish } from './certificate-source.ts';
import { parseClaims } from './parse-claims.ts';
import { parseCorrelationId, parseFlag, parseScopes, parseTokenHash } from './parse-wish.ts';
import { createTokenEngine } from './token-engine.ts';
import { type TokenResult, toTokenResult } from './token-result.ts';

/** One question to a source of tokens. */
export interface SourceQuery {
  /** What the token is for, as the caller named it. */
  readonly scopes: readonly string[];
  /** A claims request; only where the source relays it, since one that is no token endpoint could make nothing of it. */
  readonly claims?: JsonObject | undefined;
  /** SHA-256 of the token that was refused, in lower-case hex; only where the source relays it. */
  readonly tokenHash?: string | undefined;
  /** Names the request in the logs of the source. */
  readonly correlationId: string;
}

/** What a caller asks a {@link SourceClient} for. */
export interface SourceTokenRequest {
  /** What the token is for; part of the name of the cached token. */
  readonly scopes: readonly string[];
  /**
   * A claims request from a challenge: JSON text, its base64, or the object. The cached token is passed over, and replaced by the new one. The
   * claims themselves go to a source that relays them, and nowhere else.
   *
   * @default none
   */
  readonly claims?: string | JsonObject | undefined;
  /**
   * SHA-256 of the access token that the API refused, 64 lower-case hexadecimal digits. Only that token is refreshed, and it is handed out to nobody any
   * more; when the cache already holds another one it is given.
   *
   * @default none
   */
  readonly accessTokenSha256ToRefresh?: string | undefined;
  /** Passes over the cached token. @default `false` */
  readonly forceRefresh?: boolean | undefined;
  /** Names this call in the source's logs and in events: 1 to 128 letters, digits, dots, dashes or underscores. @default made up */
  readonly correlationId?: string | undefined;
  /** Ends this caller's wait, and nobody else's. @default none */
  readonly signal?: AbortSignal | undefined;
}

/** What {@link createSourceClient} needs; every value is checked and every default filled in. */
export interface SourceClientOptions {
  /** Asks the source, with retries and time-outs of its own; the signal fires when nobody waits any more. */
  readonly requestToken: (query: SourceQuery, signal: AbortSignal) => Promise<TokenReply>;
  /** Whether it passes on `tokenHash`, so that a cache behind it can let go of that token. */
  readonly relaysTokenHash: boolean;
  /** Whether it passes on `claims`; callers with different claims then share no answer. @default `false` */
  readonly relaysClaims?: boolean | undefined;
  /** Tokens that are bound to a certificate. @default none: asking for one is an error */
  readonly certificates?: CertificateTokenSource | undefined;
  /** Names whose tokens they are: the source, the identity, the application. It keeps them apart from everybody else's in a shared store. */
  readonly partition: string;
  /** What the application tells the source that it can do; part of the partition. */
  readonly capabilities: readonly string[];
  /** Where the processes of one application share tokens. @default none: each process has its own tokens */
  readonly tokenStore?: TokenStore | undefined;
  /** Tells the time, in epoch milliseconds. */
  readonly clock: Clock;
  /** Told what happens; never a token. */
  readonly emit: EventSink<ClientEvent>;
  /** The longest wait for a token store, in milliseconds; never more than two seconds. */
  readonly timeoutMs: number;
  /** Most tokens kept; the least recently used goes first. */
  readonly maxCacheEntries: number;
}

/** Tokens of a source that has no authority with metadata. */
export interface SourceClient {
  /**
   * Gives a bearer token, from the cache when it can.
   *
   * @throws TypeError for a wrong member of the request; {@link ClaimsMalformed}, {@link TokenHashRefused}
   * @throws {@link RevokedTokenRepeated} when the source still hands out the token that was refused
   * @throws {@link TokenEndpointThrottled} while the source wants to be left alone, {@link FlightAborted} when `signal` fires
   * @throws whatever the source throws
   */
  acquireToken(request: SourceTokenRequest): Promise<TokenResult>;
  /**
   * Gives a token that is bound to the certificate of the moment, from the cache when it can; never a weaker one.
   *
   * @throws {@link BindingUnavailable} where the source has no certificates; else as `acquireToken`, and whatever `certificates` throws
   */
  acquireBoundToken(request: SourceTokenRequest): Promise<TokenResult>;
}

const noKeys = { noteTokenExpiry: () => {}, isDiscarded: () => false } as const;

/**
 * Makes a client of tokens that come from something else than an authority with metadata, such as the endpoint of a managed identity.
 *
 * Everything but the request itself is as in {@link createTokenClient}: the cache, one request for any number of callers, refresh in the background, a
 * store that processes share, pauses, events, and what becomes of a token that an API refused.
 *
 * Not done: reading options, and members of a request that do not exist; the package around it does that.
 *
 * @param options - taken as they are: nothing is checked or filled in here
 *
 * @example
 * ```ts
 * import { createSourceClient } from '@holdfast/oauth';
 *
 * const client = createSourceClient({
 *   requestToken: async ({ scopes }) => ({ accessToken: `a token for ${scopes[0]}`, expiresInSeconds: 3600 }),
 *   relaysTokenHash: false,
 *   partition: 'the source of this example',
 *   capabilities: [],
 *   clock: Date.now,
 *   emit: ({ name }) => console.log(name),
 *   timeoutMs: 10_000,
 *   maxCacheEntries: 100,
 * });
 * console.log((await client.acquireToken({ scopes: ['https://vault.example'] })).expiresOn);
 * ```
 */
export function createSourceClient(options: SourceClientOptions): SourceClient {
  const { requestToken, partition, capabilities, tokenStore, certificates, relaysClaims = false } = options;
  const engine = createTokenEngine({
    ...options,
    requestToken: async (query, signal) => {
      if (query.scheme.credential !== undefined) return askCertified(certificates, query, signal);
      const { scopes, claims, tokenHash, correlationId } = query;
      return requestToken({ scopes, claims, tokenHash, correlationId }, signal);
    },
    partition: ['source', partition, buildCapabilityText(capabilities)],
    tokenStore,
    keys: noKeys,
  });
  const acquireBound =
    certificates === undefined
      ? undefined
      : createBoundAcquirer({ certificates, acquire: engine.acquire, clock: options.clock, emit: options.emit });
  return Object.freeze({
    async acquireToken(request: SourceTokenRequest) {
      const wish = parseSourceRequest(request);
      const { claims, ...question } = wish.question;
      const acquisition: Acquisition = {
        cacheKey: { tenant: '', scheme: bearerScheme.name, scopes: buildScopeText(question.scopes) },
        query: { ...question, scheme: bearerScheme, claims: relaysClaims ? claims : undefined },
        wish: { ...wish, hasClaims: claims !== undefined },
        signal: wish.signal,
      };
      return toTokenResult(await engine.acquire(acquisition), acquisition.query);
    },
    async acquireBoundToken(request: SourceTokenRequest) {
      const wish = parseSourceRequest(request);
      if (acquireBound === undefined) throw new BindingUnavailable({ certificate: 'none' });
      return acquireBound(wish);
    },
  });
}

async function askCertified(
  certificates: CertificateTokenSource | undefined,
  query: TokenQuery,
  signal: AbortSignal,
): Promise<TokenReply> {
  if (certificates === undefined) throw new BindingUnavailable({ certificate: 'none' });
  return certificates.requestToken(query, signal);
}

function parseSourceRequest(request: SourceTokenRequest): SourceWish {
  const { signal } = request;
  if (signal?.aborted) throw new FlightAborted({ cause: signal.reason });
  return {
    question: {
      scopes: parseScopes(request.scopes),
      claims: parseClaims(request.claims),
      correlationId: parseCorrelationId(request.correlationId),
    },
    tokenHash: parseTokenHash(request),
    forceRefresh: parseFlag(request.forceRefresh, 'forceRefresh'),
    signal,
  };
}
