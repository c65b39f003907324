import type { Bytes, HeaderField } from '@holdfast/core';
import type { TokenClient } from '../acquire/token-client.ts';
import type { ClientTokenRequest } from '../acquire/token-request.ts';
import { parseSchemeName, type SchemeInput } from '../scheme/scheme-name.ts';

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
  /** The method of the request to sign; it is signed in upper case. */
  readonly resourceRequestMethod: string;
  /** The absolute https address of the request to sign. */
  readonly resourceRequestUri: string;
  /** Headers as they will be sent; needed for those in `signHeaders`. @default none */
  readonly headers?: Iterable<HeaderField> | undefined;
  /** Names of headers to cover; each must appear exactly once. @default none */
  readonly signHeaders?: readonly string[] | undefined;
  /** The body bytes as they will be sent. @default none: the proof does not cover a body */
  readonly body?: Bytes | undefined;
}

/** A value for the `Authorization` header of one request. */
export interface AuthorizationHeader {
  /** The whole value: `Bearer …` or `PoP …`. */
  readonly value: string;
  /** Its first word. */
  readonly scheme: 'Bearer' | 'PoP';
  /** RFC 7638 thumbprint of the proof key; absent for a bearer token. */
  readonly bindingThumbprint?: string;
  /** When the token expires; a proof is stale much sooner, so use it at once and once. */
  readonly expiresOn: Date;
}

/**
 * Makes the `Authorization` header of one request, for those who do HTTP themselves.
 *
 * Not done: sending it to configured origins only, answering challenges. `createBoundFetch` does both.
 *
 * @throws whatever acquiring a token throws; {@link ShrInvalid} when the request cannot be signed
 *
 * @example
 * ```ts
 * import { createAuthorizationHeader, type TokenClient } from '@holdfast/oauth';
 *
 * export async function authorizationFor(client: TokenClient, address: string): Promise<string> {
 *   const { value } = await createAuthorizationHeader({
 *     client,
 *     scopes: ['api://orders/.default'],
 *     authenticationScheme: 'pop',
 *     resourceRequestMethod: 'GET',
 *     resourceRequestUri: address,
 *   });
 *   return value;
 * }
 * ```
 */
export async function createAuthorizationHeader(options: AuthorizationHeaderOptions): Promise<AuthorizationHeader> {
  const { client, resourceRequestMethod, resourceRequestUri, headers, signHeaders, body, ...others } = options;
  const { shrNonce, shrClaims, ...tokenRequest } = others;
  // The value is for this address; over plain http it would be read on the way.
  if (!URL.canParse(resourceRequestUri) || new URL(resourceRequestUri).protocol !== 'https:') {
    throw new TypeError('resourceRequestUri must be an https URL');
  }
  const authenticationScheme = parseSchemeName(options.authenticationScheme ?? options.protocolScheme ?? 'pop');
  const token = await client.acquireTokenForClient({ ...tokenRequest, authenticationScheme });
  const value = await client.signHttpRequest({
    token,
    request: { method: resourceRequestMethod.toUpperCase(), url: resourceRequestUri, headers, body },
    signHeaders,
    nonce: shrNonce,
    clientClaims: shrClaims,
  });
  return {
    value,
    scheme: token.bindingThumbprint === undefined ? 'Bearer' : 'PoP',
    expiresOn: token.expiresOn,
    ...(token.bindingThumbprint === undefined ? {} : { bindingThumbprint: token.bindingThumbprint }),
  };
}
