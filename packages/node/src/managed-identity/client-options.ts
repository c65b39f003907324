import type { Clock, EventSink, JsonObject, Transport } from '@holdfast/core';
import type { ClientEvent, SchemeInput, TokenStore } from '@holdfast/oauth';
import type { IdentityCertificateEvent } from '../managed-identity-certificate/identity-event.ts';
import type { SourceName } from '../managed-identity-source/source-description.ts';
import type { ManagedIdentitySourceEvent } from '../managed-identity-source/source-event.ts';
import type { CertificateOptions } from './certificate-options.ts';

/** Names a user-assigned identity by one of its ids; at most one is given. */
export interface ManagedIdentityIdParams {
  /** Its client id, a GUID; Service Fabric does not take it. @default none */
  readonly userAssignedClientId?: string | undefined;
  /** Its object id (principal id), a GUID. @default none */
  readonly userAssignedObjectId?: string | undefined;
  /** Its resource id, `/subscriptions/…`; Service Fabric does not take it. @default none */
  readonly userAssignedResourceId?: string | undefined;
}

/** Where a token of a managed identity was looked for. */
export interface NamedSource {
  /** The kind of source; `imds-v2` for a token that is asked for with a certificate. */
  readonly managedIdentitySource: SourceName | 'imds-v2';
}

/** Everything a managed identity client tells its sink: what every client tells, what its source tells, and what becomes of its certificate. */
export type ManagedIdentityEvent = (ClientEvent & NamedSource) | ManagedIdentitySourceEvent | IdentityCertificateEvent;

/** Options of {@link createManagedIdentityClient}; read once, unknown names are refused. */
export interface ManagedIdentityClientOptions extends CertificateOptions {
  /** Which identity. @default the one that the platform made for this machine or application (system-assigned) */
  readonly managedIdentityIdParams?: ManagedIdentityIdParams | undefined;
  /** What this application can do: `cp1` when it answers claims challenges. Sent with every request. @default none */
  readonly clientCapabilities?: readonly string[] | undefined;
  /**
   * Asks App Service by its api-version 2025-03-30, which takes the hash of a refused token. Not every cloud has it yet.
   *
   * @default `false`
   */
  readonly appServiceRevocation?: boolean | undefined;
  /** Variables that say where tokens come from. @default those of this process */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Reaches IMDS and App Service; Service Fabric is reached by pinned connections only. @default connections of its own, which no proxy is in the way of */
  readonly transport?: Transport | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
  /** Told what happens; never a token or a key. @default nobody */
  readonly events?: EventSink<ManagedIdentityEvent> | undefined;
  /** For one attempt, in milliseconds; retries take longer. @default 10,000 */
  readonly timeoutMs?: number | undefined;
  /**
   * Sends name and version of this package to IMDS and to token endpoints; to the latter also operating system, processor, and why a token is asked for, all for
   * their logs.
   *
   * @default `true`
   */
  readonly sendClientHeaders?: boolean | undefined;
  /** Asks once and gives up, for callers that repeat by themselves. @default `false` */
  readonly disableInternalRetries?: boolean | undefined;
  /** Most tokens kept; the least recently used goes first. @default 10,000 */
  readonly maxCachedTokens?: number | undefined;
  /** Where the processes of this application share tokens; needs `tokenStorePartition`. @default none: each process has its own tokens */
  readonly tokenStore?: TokenStore | undefined;
  /**
   * Names this application in `tokenStore`: 1 to 256 printable characters. Processes share tokens only where it is the same, beside the source, the
   * identity and the capabilities. A system-assigned identity has no name of its own: two machines that have one each need two texts.
   *
   * @default none
   */
  readonly tokenStorePartition?: string | undefined;
}

/** What a managed identity client is asked for. Unknown members are refused. */
export interface ManagedIdentityTokenRequest {
  /** What the token is for, for example `https://vault.azure.net`; a trailing `/.default` is cut off. */
  readonly resource: string;
  /**
   * A claims request from a challenge: JSON text, its base64, or the object. The cached token is passed over and replaced by the new one. With
   * `mtls_pop` a new certificate comes first, and the claims are sent with the token request; for bearer tokens of a source they are sent nowhere.
   *
   * @default none
   */
  readonly claims?: string | JsonObject | undefined;
  /**
   * SHA-256 of the access token that the API refused, 64 lower-case hexadecimal digits. Only that token is refreshed, and nobody is given it any
   * more; when the cache already holds another one, that is given.
   *
   * @default none
   */
  readonly accessTokenSha256ToRefresh?: string | undefined;
  /** Passes over the cached token. @default `false` */
  readonly forceRefresh?: boolean | undefined;
  /**
   * How the token is bound: `bearer`, or `mtls_pop` where IMDS is the source. Anything else is an error, and nothing weaker is ever given.
   *
   * @default `bearer`
   */
  readonly authenticationScheme?: SchemeInput | undefined;
  /** Names this call in the source's logs and in events: 1 to 128 letters, digits, dots, dashes or underscores. @default made up */
  readonly correlationId?: string | undefined;
  /** Ends this caller's wait, and nobody else's. @default none */
  readonly signal?: AbortSignal | undefined;
}
