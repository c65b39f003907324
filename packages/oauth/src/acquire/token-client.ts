import {
  type Clock,
  createKeyPool,
  type EventSink,
  type KeyPool,
  KeyPoolClosed,
  type SigningKey,
  type Transport,
} from '@holdfast/core';
import { createTokenCache } from '../cache/token-cache.ts';
import type { TokenStore } from '../cache/token-store.ts';
import type { ClientCredential } from '../client-auth/client-credential.ts';
import type { ClientEvent } from '../events/token-event.ts';
import { type Authority, parseTenant } from '../metadata/authority.ts';
import { createMetadataSource } from '../metadata/metadata-source.ts';
import { createProofKeys } from '../proof-keys/proof-keys.ts';
import { createTokenRequester } from '../token-endpoint/request-token.ts';
import { createAcquireForClient } from './acquire-for-client.ts';
import { createTokenAcquirer } from './acquire-token.ts';
import { createCooldowns } from './cooldowns.ts';
import { createTokenFetcher } from './fetch-token.ts';
import { createRequestSigner, type SignRequestOptions } from './sign-request.ts';
import { createStoredTokens } from './stored-tokens.ts';
import type { ClientTokenRequest } from './token-request.ts';
import type { TokenResult } from './token-result.ts';

/** Acquires tokens for an application that acts for itself, and proves possession of their keys. */
export interface TokenClient {
  /**
   * Gives an access token, from the cache when it can.
   *
   * A result is exactly what was asked for: a bound token is never replaced by a weaker one.
   *
   * @throws TypeError for a wrong, missing or unknown member of the request
   * @throws {@link TokenRequestRefused} when the authority says no, {@link TokenEndpointThrottled} while it wants to be left alone,
   * {@link TokenEndpointFailed} and {@link MetadataRefused} when it cannot be asked
   * @throws {@link TokenTypeDowngraded}, {@link TokenTypeUnexpected}, {@link TokenNotBound}, {@link TokenReplyMalformed} when the reply is not what
   * was asked for; nothing is cached then
   * @throws {@link SchemeUnknown}, {@link SchemeUnavailable}, {@link SchemeContradicted}, {@link TokenHashRefused}, {@link TenantRequired},
   * {@link JwkInvalid}, {@link ClaimsMalformed} for a request that cannot be met
   * @throws {@link FlightAborted} when `signal` fires; the reason is its `cause`
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
  /** Stops generating keys. Tokens and keys at hand stay usable until a new key is due. */
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
  /** Shared with other processes of the application; absent, each process has its own tokens. */
  readonly tokenStore?: TokenStore | undefined;
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
  const { authority, clientId, clock, emit, transport, trustedOrigins, maxCacheEntries } = options;
  const pool = createLazyPool(options.proofKeys);
  const keys = createProofKeys({ ...options.proofKeys, pool, clock, emit });
  const cache = createTokenCache(maxCacheEntries);
  const metadata = createMetadataSource({ transport, trustedOrigins, clock });
  const throttles = createCooldowns(maxCacheEntries, clock);
  const refreshPauses = createCooldowns(maxCacheEntries, clock);
  const requestToken = createTokenRequester({ ...options, metadata });
  const timeoutSeconds = Math.ceil(options.timeoutMs / 1000);
  const stored = createStoredTokens({ store: options.tokenStore, clock, emit, timeoutMs: options.timeoutMs });
  const fetchToken = createTokenFetcher({ cache, requestToken, stored, keys, throttles, timeoutSeconds, clock });
  const acquire = createTokenAcquirer({ cache, fetchToken, refreshPauses, clock, emit });
  const signHttpRequest = createRequestSigner(keys, clock);

  return Object.freeze({
    acquireTokenForClient: createAcquireForClient({ authority, clientId, keys, acquire, signHttpRequest }),
    signHttpRequest,
    rotateProofKey: async (tenantId?: string) =>
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
function createLazyPool(options: TokenClientOptions['proofKeys']): Pick<KeyPool, 'take' | 'close'> {
  let pool: KeyPool | undefined;
  let isClosed = false;
  return {
    async take(signal) {
      if (isClosed) throw new KeyPoolClosed();
      pool ??= createKeyPool({ generate: options.generate, size: options.poolSize });
      return pool.take(signal);
    },
    close() {
      isClosed = true;
      pool?.close();
    },
  };
}
