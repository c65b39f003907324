import {
  type Clock,
  createKeyPool,
  type EventSink,
  FlightAborted,
  type KeyPool,
  type SigningKey,
  type Transport,
} from '@holdfast/core';
import { buildCacheKey } from '../cache/cache-key.ts';
import { createTokenCache } from '../cache/token-cache.ts';
import type { ClientCredential } from '../client-auth/client-credential.ts';
import { ProofKeyUnavailable } from '../errors/scheme-errors.ts';
import type { ClientEvent } from '../events/token-event.ts';
import { type Authority, parseTenant } from '../metadata/authority.ts';
import { createMetadataSource } from '../metadata/metadata-source.ts';
import { createProofKeys } from '../proof-keys/proof-keys.ts';
import { chooseScheme } from '../scheme/choose-scheme.ts';
import { createTokenRequester } from '../token-endpoint/request-token.ts';
import { createTokenAcquirer } from './acquire-token.ts';
import { createCooldowns } from './cooldowns.ts';
import { createTokenFetcher } from './fetch-token.ts';
import { parseTokenRequest } from './parse-request.ts';
import { createRequestSigner, type SignRequestOptions } from './sign-request.ts';
import type { ClientTokenRequest } from './token-request.ts';
import { type TokenResult, toTokenResult } from './token-result.ts';

/** Acquires tokens for an application that acts for itself, and proves possession of their keys. */
export interface TokenClient {
  /**
   * Gives an access token, from the cache when it can.
   *
   * A result is exactly what was asked for: a bound token is never replaced by a weaker one.
   *
   * @throws {@link TokenRequestRefused}, {@link TokenTypeDowngraded}, {@link TokenNotBound}, {@link TokenEndpointThrottled},
   * {@link TokenEndpointFailed}, {@link SchemeUnavailable} and others of `docs/errors.md`
   */
  acquireTokenForClient(request: ClientTokenRequest): Promise<TokenResult>;
  /**
   * Signs one HTTP request for a token of this client: the value for its `Authorization` header.
   *
   * Works with tokens of a key that was rotated away, until the last of them has expired.
   *
   * @throws {@link ProofKeyUnavailable} when the key is not held here, or was discarded
   */
  signHttpRequest(options: SignRequestOptions): Promise<string>;
  /**
   * Binds new tokens to a new key from now on; gives its thumbprint.
   *
   * @param tenantId - where tenants have keys of their own; the authority's tenant unless told
   */
  rotateProofKey(tenantId?: string): Promise<string>;
  /**
   * After a compromise: throws a key away with every token bound to it, at once, and never accepts it again.
   *
   * Not done: telling the authority or the API, which must revoke the tokens on their side.
   *
   * @param thumbprint - RFC 7638 thumbprint of the key
   */
  discardProofKey(thumbprint: string): void;
  /** Stops generating keys. Tokens and keys at hand stay usable. */
  close(): void;
}

/** What {@link createTokenClient} needs; every value is checked and every default filled in. */
export interface TokenClientOptions {
  readonly authority: Authority;
  readonly clientId: string;
  readonly credential: ClientCredential;
  readonly capabilities: readonly string[];
  readonly trustedOrigins: ReadonlySet<string>;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly emit: EventSink<ClientEvent>;
  readonly timeoutMs: number;
  readonly maxCacheEntries: number;
  readonly proofKeys: {
    readonly generate: () => Promise<SigningKey>;
    readonly poolSize: number;
    readonly perTenant: boolean;
    readonly lifetimeSeconds: number;
    readonly maxTenants: number;
  };
}

/**
 * Assembles a client from its rooms, in any runtime.
 *
 * Not done here: reading options, PEM files and certificates; `createConfidentialClient` of `@holdfast/node` does that.
 */
export function createTokenClient(options: TokenClientOptions): TokenClient {
  const { authority, clientId, clock, emit, transport } = options;
  const pool = createLazyPool(options);
  const keys = createProofKeys({ ...options.proofKeys, pool, clock, emit });
  const cache = createTokenCache(options.maxCacheEntries);
  const metadata = createMetadataSource({ transport, trustedOrigins: options.trustedOrigins, clock });
  const throttles = createCooldowns(options.maxCacheEntries, clock);
  const refreshPauses = createCooldowns(options.maxCacheEntries, clock);
  const requestToken = createTokenRequester({ ...options, metadata });
  const timeoutSeconds = Math.ceil(options.timeoutMs / 1000);
  const fetchToken = createTokenFetcher({ cache, requestToken, keys, throttles, timeoutSeconds, clock });
  const acquire = createTokenAcquirer({ cache, fetchToken, refreshPauses, clock, emit });
  const signHttpRequest = createRequestSigner(keys, clock);

  const acquireTokenForClient = async (request: ClientTokenRequest): Promise<TokenResult> => {
    const parsed = parseTokenRequest(request, authority);
    const { tenant } = parsed.authority;
    if (parsed.signal?.aborted) throw new FlightAborted({ cause: parsed.signal.reason });
    const scheme = await chooseScheme(parsed.scheme, () => keys.current(tenant));
    if (scheme.binding !== undefined && keys.isDiscarded(scheme.binding.thumbprint)) {
      throw new ProofKeyUnavailable('ERR_PROOF_KEY_DISCARDED');
    }
    const { scopes, claims, correlationId, tokenHash, forceRefresh, signal, resourceRequest } = parsed;
    const acquired = await acquire({
      cacheKey: buildCacheKey({
        authority: parsed.authority.origin,
        tenant,
        clientId,
        scheme: scheme.name,
        schemeParts: scheme.cacheKeyParts,
        scopes,
      }),
      query: { authority: parsed.authority, scopes, scheme, claims, correlationId },
      wish: { hasClaims: claims !== undefined, tokenHash, forceRefresh },
      signal,
    });
    const token = toTokenResult(acquired, correlationId);
    if (resourceRequest === undefined) return token;
    const { nonce, clientClaims } = parsed;
    return {
      ...token,
      authorizationHeader: await signHttpRequest({ token, request: resourceRequest, nonce, clientClaims }),
    };
  };

  return Object.freeze({
    acquireTokenForClient,
    signHttpRequest,
    rotateProofKey: (tenantId?: string) =>
      keys.rotate(tenantId === undefined ? authority.tenant : parseTenant(tenantId)),
    discardProofKey(thumbprint: string) {
      keys.discard(thumbprint);
      const dropped = cache.takeBoundTo(thumbprint);
      for (const { scheme, scopes, tenant } of dropped) {
        emit({ name: 'token.state', state: 'revoked', scheme, scopes, tenant, bindingThumbprint: thumbprint });
      }
      emit({ name: 'key.discarded', thumbprint, droppedTokens: dropped.length });
    },
    close: () => pool.close(),
  });
}

/** A pool that generates nothing before the first key is taken: a client of bearer tokens needs none. */
function createLazyPool({ proofKeys }: TokenClientOptions): Pick<KeyPool, 'take' | 'close'> {
  let pool: KeyPool | undefined;
  const open = (): KeyPool => {
    pool ??= createKeyPool({ generate: proofKeys.generate, size: proofKeys.poolSize });
    return pool;
  };
  return { take: (signal) => open().take(signal), close: () => open().close() };
}
