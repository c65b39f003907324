import type { Bytes, HeaderField } from '@holdfast/core';
import type { CurrentCertificateOptions, TokenClient } from '../acquire/token-client.ts';
import type { ClientTokenRequest } from '../acquire/token-request.ts';
import type { TokenResult } from '../acquire/token-result.ts';
import { SchemeContradicted } from '../errors/scheme-errors.ts';
import type { RefreshReason, TokenOrigin } from '../events/token-event.ts';
import type { BindingCertificate } from '../scheme/binding-certificate.ts';
import { parseSchemeName, type SchemeInput, type SchemeName } from '../scheme/scheme-name.ts';

/** A request for a token, and the HTTP request that will carry it. */
export interface AuthorizationHeaderOptions
  extends Omit<
    ClientTokenRequest,
    'authenticationScheme' | 'confirmation' | 'keyId' | 'jwk' | 'resourceRequestMethod' | 'resourceRequestUri'
  > {
  /** Acquires the token and signs the request. */
  readonly client: Pick<TokenClient, 'acquireTokenForClient' | 'signHttpRequest'>;
  /** How the token is bound; never weakened. @default `pop` */
  readonly authenticationScheme?: SchemeInput | undefined;
  /** The method of the request to sign; it is signed in upper case. @default none; `pop` needs it */
  readonly resourceRequestMethod?: string | undefined;
  /** The absolute https address of the request. @default none; `pop` needs it */
  readonly resourceRequestUri?: string | undefined;
  /** Headers as they will be sent; needed for those in `signHeaders`. @default none */
  readonly headers?: Iterable<HeaderField> | undefined;
  /** Names of headers to cover; each must appear exactly once. @default none */
  readonly signHeaders?: readonly string[] | undefined;
  /** The body bytes as they will be sent. @default none: the proof does not cover a body */
  readonly body?: Bytes | undefined;
}

/** Asks for the certificate alone, for APIs that want a certificate and no token. */
export interface CertificateOnlyOptions extends CurrentCertificateOptions {
  /** Gives the certificate of the moment. */
  readonly client: Pick<TokenClient, 'currentCertificate'>;
  /** No token is asked for, and no header is made. */
  readonly clientCertificateOnly: true;
}

/** A certificate to present, and no header to send. */
export interface CertificateOnly {
  /** Always absent. */
  readonly value?: undefined;
  /** The certificate that the request must be presented with. */
  readonly bindingCertificate: BindingCertificate;
}

/** How a token came, and how long it is good for. */
export interface TokenMetadata {
  /** Where it came from. */
  readonly tokenSource: TokenOrigin;
  /** Why the authority was asked; absent when it was not. */
  readonly refreshReason?: RefreshReason;
  /** When it expires; a proof is stale much sooner, so use it at once and once. */
  readonly expiresOn: Date;
  /** When it is refreshed in the background. */
  readonly refreshOn: Date;
}

/** A value for the `Authorization` header of one request. */
export interface AuthorizationHeader {
  /** The whole value: `Bearer …`, `PoP …` or `mtls_pop …`. */
  readonly value: string;
  /** Its first word. */
  readonly scheme: 'Bearer' | 'PoP' | 'mtls_pop';
  /** RFC 7638 thumbprint of the proof key, or SHA-256 of the certificate; absent for a token that is not bound. */
  readonly bindingThumbprint?: string;
  /** The certificate that the request must be presented with; `client.presentCertificate` gives the connections. */
  readonly bindingCertificate?: BindingCertificate;
  /** There: `allowUnboundFallback` let a bearer token through where a bound one was asked for. */
  readonly unboundFallback?: true;
  /** How the token came, and how long it is good for. */
  readonly metadata: TokenMetadata;
  /** When the token expires. */
  readonly expiresOn: Date;
}

/**
 * Makes the `Authorization` header of one request, for those who do HTTP themselves.
 *
 * With `mtls_pop` nothing is signed: the value is good on connections that present `bindingCertificate`. With `clientCertificateOnly: true` there is the
 * certificate alone.
 *
 * Not done: sending it to configured origins only, answering challenges, presenting the certificate. `createBoundFetch` does all three.
 *
 * @throws TypeError when an address or method is missing that `pop` needs, or the address is not https
 * @throws whatever acquiring a token throws; {@link ShrInvalid} when the request cannot be signed
 *
 * @example
 * ```ts
 * import { createAuthorizationHeader, type TokenClient } from '@holdfast/oauth';
 *
 * export async function listOrders(client: TokenClient): Promise<Response> {
 *   const { value, bindingCertificate, metadata } = await createAuthorizationHeader({
 *     client,
 *     scopes: ['api://orders/.default'],
 *     authenticationScheme: 'mtls_pop',
 *   });
 *   console.log(metadata.tokenSource, metadata.expiresOn);
 *   if (bindingCertificate === undefined) throw new Error('not bound');
 *   const request = new Request('https://api.example/orders', { headers: { authorization: value } });
 *   return client.presentCertificate(bindingCertificate)(request);
 * }
 * ```
 */
export function createAuthorizationHeader<O extends AuthorizationHeaderOptions | CertificateOnlyOptions>(
  options: O,
): Promise<O extends CertificateOnlyOptions ? CertificateOnly : AuthorizationHeader>;
export async function createAuthorizationHeader(
  options: AuthorizationHeaderOptions | CertificateOnlyOptions,
): Promise<AuthorizationHeader | CertificateOnly> {
  if ('clientCertificateOnly' in options) return findCertificate(options);
  const { client, resourceRequestMethod, resourceRequestUri, headers, signHeaders, body, ...others } = options;
  const { shrNonce, shrClaims, ...tokenRequest } = others;
  const authenticationScheme = parseSchemeName(options.authenticationScheme ?? options.protocolScheme ?? 'pop');
  const address = checkAddress(options, authenticationScheme);
  const token = await client.acquireTokenForClient({ ...tokenRequest, authenticationScheme });
  const value = await client.signHttpRequest({
    token,
    request: { ...address, headers, body },
    signHeaders,
    nonce: shrNonce,
    clientClaims: shrClaims,
  });
  return describeHeader(value, token);
}

async function findCertificate(options: CertificateOnlyOptions): Promise<CertificateOnly> {
  const { client, clientCertificateOnly, bindingCertificate, signal, ...others } = options;
  // Somebody who names scopes or a scheme means a token.
  if (clientCertificateOnly !== true || Object.keys(others).length > 0) {
    throw new TypeError('clientCertificateOnly is true, and stands beside client, bindingCertificate and signal alone');
  }
  return { bindingCertificate: await client.currentCertificate({ bindingCertificate, signal }) };
}

function checkAddress(
  { resourceRequestMethod: method, resourceRequestUri: url, shrNonce, shrClaims }: AuthorizationHeaderOptions,
  scheme: SchemeName,
): { readonly method: string; readonly url: string } {
  if (scheme === 'pop' && (method === undefined || url === undefined)) {
    throw new TypeError('pop needs resourceRequestMethod and resourceRequestUri');
  }
  if (scheme !== 'pop' && (shrNonce !== undefined || shrClaims !== undefined)) {
    throw new SchemeContradicted('ERR_SCHEME_PARAMETERS', { detail: 'shrNonce, shrClaims' });
  }
  // The value is for this address; over plain http it would be read on the way.
  if (url !== undefined && (!URL.canParse(url) || new URL(url).protocol !== 'https:')) {
    throw new TypeError('resourceRequestUri must be an https URL');
  }
  return { method: (method ?? '').toUpperCase(), url: url ?? '' };
}

const labels = { Bearer: 'Bearer', pop: 'PoP', mtls_pop: 'mtls_pop' } as const;

function describeHeader(value: string, token: TokenResult): AuthorizationHeader {
  const { tokenType, expiresOn, refreshOn, tokenSource, refreshReason } = token;
  const { bindingThumbprint, bindingCertificate, unboundFallback } = token;
  return {
    value,
    // Authorities of RFC 8705 have no word of their own for bound tokens, nor do the APIs that trust them.
    scheme: value.startsWith('Bearer ') ? 'Bearer' : labels[tokenType],
    expiresOn,
    metadata: { tokenSource, expiresOn, refreshOn, ...(refreshReason === undefined ? {} : { refreshReason }) },
    ...(bindingThumbprint === undefined ? {} : { bindingThumbprint }),
    ...(bindingCertificate === undefined ? {} : { bindingCertificate }),
    ...(unboundFallback === undefined ? {} : { unboundFallback }),
  };
}
