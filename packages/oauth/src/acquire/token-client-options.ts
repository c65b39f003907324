import type { Clock, EventSink, SigningKey, Transport } from '@holdfast/core';
import type { TokenStore } from '../cache/token-store.ts';
import type { BoundCredentials } from '../client-auth/bound-credentials.ts';
import type { ClientCredential } from '../client-auth/client-credential.ts';
import type { ClientEvent } from '../events/token-event.ts';
import type { Authority } from '../metadata/authority.ts';
import type { MtlsDialect } from '../scheme/mtls-pop.ts';
import type { TokenRequestHeaders } from '../token-endpoint/token-query.ts';

/** What {@link createTokenClient} needs; every value is checked and every default filled in. */
export interface TokenClientOptions {
  /** Where tokens come from. */
  readonly authority: Authority;
  /** The application's id at the authority. */
  readonly clientId: string;
  /** How the application authenticates. */
  readonly credential: ClientCredential;
  /** Certificates to bind tokens to, and connections that present them. @default none: asking for `mtls_pop` is an error */
  readonly boundCredentials?: BoundCredentials | undefined;
  /** Whose words certificate-bound tokens are asked for with. @default `entra` */
  readonly mtlsDialect?: MtlsDialect | undefined;
  /** The region of Azure whose endpoint takes the certificates of Entra. @default none: the global endpoint */
  readonly azureRegion?: string | undefined;
  /** What the application can do, such as `cp1`; sent with every token request. */
  readonly capabilities: readonly string[];
  /** Origins that issuer and endpoints may be at, beside the authority's own. */
  readonly trustedOrigins: ReadonlySet<string>;
  /**
   * Headers beside those of every token request, such as who is asking; never given to the metadata's or an API's server. Not for pages: browsers ask
   * for permission for each of them first.
   *
   * @default none
   */
  readonly tokenRequestHeaders?: TokenRequestHeaders | undefined;
  /** Reaches the authority. */
  readonly transport: Transport;
  /** Tells the time, in epoch milliseconds. */
  readonly clock: Clock;
  /** Told what happens; never a token or a key. */
  readonly emit: EventSink<ClientEvent>;
  /** For one token request, metadata and client authentication included, in milliseconds. */
  readonly timeoutMs: number;
  /** Most tokens kept; the least recently used goes first. */
  readonly maxCacheEntries: number;
  /** Where the processes of one application share tokens. @default none: each process has its own tokens */
  readonly tokenStore?: TokenStore | undefined;
  /** Where proof keys come from, and how long they are used. */
  readonly proofKeys: {
    /** Makes one key. */
    readonly generate: () => Promise<SigningKey>;
    /** Keys generated in advance once the first is needed. */
    readonly poolSize: number;
    /** Whether each tenant has a key of its own. */
    readonly perTenant: boolean;
    /** Age at which a key is replaced, in seconds. */
    readonly lifetimeSeconds: number;
    /** Most tenants that have a key at the same time; tenants whose tokens have all expired make room. */
    readonly maxTenants: number;
  };
}
