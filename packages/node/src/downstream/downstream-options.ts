import type { EventSink, Transport } from '@holdfast/core';
import type { ClientTokenRequest, DangerousOption, SchemeInput, TokenClient } from '@holdfast/oauth';
import type { CertificateSource } from '../certificate/certificate-source.ts';
import type { ClientCertificate } from '../certificate/client-certificate.ts';
import type { MtlsPool } from '../mtls/mtls-pool.ts';

/**
 * The part of a client that calls of an API need: of a confidential client all of it; a managed identity client has no certificates, and its API is
 * called with `protocolScheme: 'bearer'`.
 */
export type DownstreamClient = Pick<TokenClient, 'acquireTokenForClient' | 'signHttpRequest'> &
  Partial<Pick<TokenClient, 'presentCertificate' | 'currentCertificate'>> & {
    /** Presents certificates to APIs; without it nothing is bound to one. */
    readonly mtlsPool?: MtlsPool;
  };

/** How tokens are asked for; which scheme and certificate they are bound by is not among it. */
export type AcquireTokenOptions = Omit<
  ClientTokenRequest,
  | 'scopes'
  | 'authenticationScheme'
  | 'protocolScheme'
  | 'keyId'
  | 'jwk'
  | 'resourceRequestMethod'
  | 'resourceRequestUri'
  | 'shrNonce'
  | 'shrClaims'
  | 'bindingCertificate'
  | 'allowUnboundFallback'
  | 'signal'
>;

/** Binds the tokens of an API to a client certificate, and presents it with every call. */
export interface TokenBindingOptions {
  /** The certificate, or where it comes from; it authenticates at the authority, too. @default the client's own credential */
  readonly certificate?: ClientCertificate | CertificateSource | undefined;
  /**
   * Sends a bearer token where there is no certificate at all. `option.dangerous` is told at once, `token.unbound` by the client each time.
   *
   * @default `false`
   */
  readonly allowUnboundFallback?: boolean | undefined;
}

/** A request as it will go out, before its Authorization header is made. */
export interface OutgoingCall {
  /** In capitals. */
  readonly method: string;
  /** The whole address. */
  readonly url: string;
  /** By name in lower case; add to it, or change what is there. */
  readonly headers: Record<string, string>;
  /** The bytes or the text that will be sent. */
  readonly body: string | Uint8Array | undefined;
}

/** An answer for a deserialiser. */
export interface IncomingAnswer {
  /** HTTP status; a success. */
  readonly status: number;
  /** Media type, with its parameters. */
  readonly contentType: string | undefined;
  /** The value of a header, or null. */
  header(name: string): string | null;
  /** The body, bounded by `maxResponseBytes`. */
  text(): Promise<string>;
  /** The body, bounded by `maxResponseBytes`. */
  bytes(): Promise<Uint8Array>;
}

/** What one call may say for itself; everything unsaid is as the API's options have it. */
export interface CallOptions {
  /** What the token is good for. @default those of the API */
  readonly scopes?: readonly string[] | undefined;
  /** How the token is asked for. @default as the API's options have it */
  readonly acquireTokenOptions?: AcquireTokenOptions | undefined;
  /** Sent as `accept`. @default `application/json` */
  readonly acceptHeader?: string | undefined;
  /** Media type of the input. @default `application/json` */
  readonly contentType?: string | undefined;
  /** Further headers; those that this client or proxies write are refused. @default none */
  readonly extraHeaderParameters?: Readonly<Record<string, string>> | undefined;
  /** Further query parameters, which are escaped. @default none */
  readonly extraQueryParameters?: Readonly<Record<string, string>> | undefined;
  /** Looks at each request, and may change its headers; before the Authorization header, so that a proof covers what goes out. @default none */
  readonly customizeHttpRequest?: ((call: OutgoingCall) => void | Promise<void>) | undefined;
  /** Writes inputs. @default JSON; bytes as they are, and text as it is where `contentType` is some `text/…` */
  readonly serialize?: ((input: unknown) => string | Uint8Array) | undefined;
  /** Ends the call, at any moment. @default none */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link createDownstreamApi}; read once, unknown names are refused. */
export interface DownstreamApiOptions extends Omit<CallOptions, 'signal'> {
  /** Acquires tokens, signs requests and presents certificates. */
  readonly client: DownstreamClient;
  /** The https address that every call is below; no call can leave it. */
  readonly baseUrl: string;
  /** How tokens are bound: who wants bearer tokens says so. @default `mtls_pop` with `tokenBinding`, else `pop` */
  readonly protocolScheme?: SchemeInput | undefined;
  /** Binds tokens to a client certificate. @default none */
  readonly tokenBinding?: TokenBindingOptions | undefined;
  /** Presents the certificate, and sends no token at all. @default `false` */
  readonly clientCertificateOnly?: boolean | undefined;
  /** Path of calls that name none, below `baseUrl`. @default none: `baseUrl` itself, with a slash at its end */
  readonly relativePath?: string | undefined;
  /** Method of `call` where it names none. @default `GET` */
  readonly httpMethod?: string | undefined;
  /** Largest answer that is read, in bytes. @default 4,194,304 (4 MiB) */
  readonly maxResponseBytes?: number | undefined;
  /** Reaches the API where no certificate is presented. @default the runtime's own `fetch` */
  readonly transport?: Transport | undefined;
  /** Reaches the API with a certificate. @default the client's own connections, which trust what the client trusts */
  readonly mtlsPool?: MtlsPool | undefined;
  /** Told at once when an option gives up a promise. @default nobody */
  readonly events?: EventSink<DangerousOption> | undefined;
}
