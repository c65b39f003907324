import type { Clock, EventSink, JwsAlgorithm, Transport } from '@holdfast/core';
import type { ClientAssertionCallback, ClientEvent, MtlsDialect, TokenStore } from '@holdfast/oauth';
import type { CredentialDescription } from '../credentials/credential-description.ts';
import type { CredentialList } from '../credentials/credential-list.ts';
import type { MtlsPool } from '../mtls/mtls-pool.ts';

/** A certificate with which an application authenticates. */
export interface ClientCertificateOptions {
  /** PEM; the application's own certificate first, its issuers after it. */
  readonly certificate: string;
  /** PEM of the RSA private key, not encrypted. */
  readonly privateKey: string;
  /** Sends the whole chain along (`x5c`), for authorities that trust a subject name and issuer. @default `false` */
  readonly sendX5c?: boolean | undefined;
  /** `PS256` names the certificate by SHA-256, `RS256` by SHA-1 for authorities that know no other. @default `PS256` */
  readonly assertionAlgorithm?: 'PS256' | 'RS256' | undefined;
  /** Authenticates by mutual TLS for bearer tokens too, where an assertion would do. @default `false` */
  readonly useBoundCredential?: boolean | undefined;
}

/** Options of `createConfidentialClient`; read once, unknown names are refused. */
export interface ConfidentialClientOptions {
  /** `https://host/{tenant}`, for example `https://login.microsoftonline.com/contoso.example`. */
  readonly authority: string;
  /** The application's id at the authority. */
  readonly clientId: string;
  /** One of four ways to authenticate: a shared secret. @default none; exactly one of the four is given */
  readonly clientSecret?: string | undefined;
  /** One of four ways to authenticate: a certificate. @default none; exactly one of the four is given */
  readonly clientCertificate?: ClientCertificateOptions | undefined;
  /**
   * One of four ways to authenticate: an assertion made elsewhere; a callback is asked for every token request.
   *
   * @default none; exactly one of the four is given
   */
  readonly clientAssertion?: string | ClientAssertionCallback | undefined;
  /**
   * One of four ways to authenticate: an ordered list, of which the first that works is used; entries as in `createCredentialList`, or a list that
   * was made by it. A list of yours is yours to close.
   *
   * @default none; exactly one of the four is given
   */
  readonly clientCredentials?: readonly CredentialDescription[] | CredentialList | undefined;
  /** Connections that present client certificates; closed by whoever made them. @default a pool of the client's own, which trusts `ca` */
  readonly mtlsPool?: MtlsPool | undefined;
  /** The region of Azure whose endpoint takes the certificates of Entra, for example `westus3`. @default none: the global endpoint */
  readonly azureRegion?: string | undefined;
  /**
   * Whose words certificate-bound tokens are asked for and sent with: `entra` has a token type for them, `mtls_pop`; RFC 8705 calls them
   * `Bearer`, and only `cnf` tells. Both are checked against the certificate.
   *
   * @default `entra`
   */
  readonly mtlsDialect?: MtlsDialect | undefined;
  /** What this application can do, for example `cp1` when it answers claims challenges. @default none */
  readonly clientCapabilities?: readonly string[] | undefined;
  /** Hosts that issuer and endpoints may be at. @default the authority's own host only */
  readonly knownAuthorities?: readonly string[] | undefined;
  /** Reaches the authority. @default the runtime's own `fetch` */
  readonly transport?: Transport | undefined;
  /** PEM of a private CA that the authority's certificate comes from; instead of `transport`. @default the CAs that the runtime trusts */
  readonly ca?: string | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
  /** Told what happens; never a token or a key. @default nobody */
  readonly events?: EventSink<ClientEvent> | undefined;
  /**
   * For one token request, metadata and client authentication included, in milliseconds; and before it for choosing the certificate to bind
   * to, which may come from a callback of yours.
   *
   * @default 30,000
   */
  readonly timeoutMs?: number | undefined;
  /** Most tokens kept; the least recently used goes first. @default 10,000 */
  readonly maxCachedTokens?: number | undefined;
  /**
   * Where the processes of this application share tokens: bearer tokens, and tokens bound to a certificate or to a caller's own key.
   * Tokens bound to a key of this client never leave the process.
   *
   * @default none: each process has its own tokens
   */
  readonly tokenStore?: TokenStore | undefined;
  /**
   * Tells the authority, with each token request, which library asks, on which family of operating system and processor, and why: `x-client-SKU`, `-Ver`,
   * `-OS`, `-CPU`, `-current-telemetry`. An authority writes them into its logs.
   *
   * @default `true`
   */
  readonly sendClientHeaders?: boolean | undefined;
  /** What proof keys sign with. Entra binds to RSA keys only, so say `RS256` there. @default `ES256` */
  readonly proofKeyAlgorithm?: JwsAlgorithm | undefined;
  /** Whether tenants share the client's proof key (`client`) or have one each (`tenant`). @default `client` */
  readonly proofKeyScope?: 'client' | 'tenant' | undefined;
  /** Keys generated in advance once the first is needed. @default 1; 4 with `proofKeyScope: 'tenant'` */
  readonly proofKeyPoolSize?: number | undefined;
  /** Age in seconds at which a proof key is replaced. @default 28,800 (8 hours) */
  readonly proofKeyLifetimeSeconds?: number | undefined;
}
