import { type Clock, createSignedHttpRequest, type SignableRequest } from '@holdfast/core';
import { ProofKeyUnavailable } from '../errors/scheme-errors.ts';
import type { ProofKeys } from '../proof-keys/proof-keys.ts';
import type { MtlsDialect } from '../scheme/mtls-pop.ts';
import type { TokenResult } from './token-result.ts';

/** A request to sign, and the token to sign it with. */
export interface SignRequestOptions {
  /** A result of `acquireTokenForClient`. */
  readonly token: Pick<TokenResult, 'accessToken' | 'tokenType' | 'bindingThumbprint'>;
  /** The request exactly as it will be sent; method in upper case. */
  readonly request: SignableRequest;
  /** Names of headers to cover; each must appear exactly once. @default none */
  readonly signHeaders?: readonly string[] | undefined;
  /** The server's latest nonce. @default none: right for a server that gave none */
  readonly nonce?: string | undefined;
  /** Text for `client_claims`. @default none */
  readonly clientClaims?: string | undefined;
}

/** Writes the value of an `Authorization` header. */
export type RequestSigner = (options: SignRequestOptions) => Promise<string>;

/** What {@link createRequestSigner} needs. */
export interface RequestSignerOptions {
  readonly keys: Pick<ProofKeys, 'find' | 'isDiscarded'>;
  readonly clock: Clock;
  readonly mtlsDialect: MtlsDialect;
}

/**
 * Makes the function that writes `Authorization`: the token itself for bearer, a fresh signed HTTP request for a token that is bound to a key.
 *
 * A token that is bound to a certificate is written as it is: the connection is the proof, and whoever sends the value sees to it.
 *
 * @see RFC 6750 section 2.1; RFC 8705 section 3; draft-ietf-oauth-signed-http-request-03 section 4.1
 */
export function createRequestSigner({ keys, clock, mtlsDialect }: RequestSignerOptions): RequestSigner {
  const certificateHeader = createLabeller(mtlsDialect === 'entra' ? 'mtls_pop' : 'Bearer');
  return async ({ token, request, signHeaders, nonce, clientClaims }) => {
    const { accessToken, bindingThumbprint, tokenType } = token;
    if (tokenType === 'Bearer' && bindingThumbprint === undefined) return `Bearer ${accessToken}`;
    if (tokenType === 'mtls_pop' && bindingThumbprint !== undefined) {
      if (keys.isDiscarded(bindingThumbprint)) throw new ProofKeyUnavailable('ERR_PROOF_KEY_DISCARDED');
      return certificateHeader(accessToken);
    }
    const key = bindingThumbprint === undefined ? undefined : keys.find(bindingThumbprint);
    if (key === undefined) {
      const isDiscarded = bindingThumbprint !== undefined && keys.isDiscarded(bindingThumbprint);
      throw new ProofKeyUnavailable(isDiscarded ? 'ERR_PROOF_KEY_DISCARDED' : 'ERR_PROOF_KEY_UNKNOWN');
    }
    return `PoP ${await createSignedHttpRequest({ accessToken, key, request, signHeaders, nonce, clientClaims, clock })}`;
  };
}

/** Puts a word before a token. Mostly it is the token of the call before, and then its text need not be put together and checked anew on its way. */
function createLabeller(label: string): (accessToken: string) => string {
  let latest = { accessToken: '', value: '' };
  return (accessToken) => {
    if (accessToken !== latest.accessToken) latest = { accessToken, value: `${label} ${accessToken}` };
    return latest.value;
  };
}
