import { createSignedHttpRequest, type SignableRequest } from '@holdfast/core';
import { createMsalBrowserShr } from '@holdfast/core/msal-browser-shr';
import { ProofKeyUnavailable } from '@holdfast/oauth';
import type { UsableToken } from '../acquire/usable-token.ts';
import type { ClientSettings } from '../options/client-settings.ts';

/** A request to sign. */
export interface SigningWish {
  readonly request: SignableRequest;
  readonly signHeaders?: readonly string[] | undefined;
  readonly nonce?: string | undefined;
  readonly clientClaims?: string | undefined;
}

/** Writes the value of an `Authorization` header: the token itself for bearer, a fresh signed request for a bound one. */
export type RequestSigner = (token: UsableToken, wish: SigningWish) => Promise<string>;

/**
 * Makes the signer of a client. Nothing it makes is kept: each request has its own.
 *
 * @throws from the returned function: {@link ProofKeyUnavailable} `ERR_PROOF_KEY_UNKNOWN` for a token that is bound to a key of the page's own;
 * {@link ShrInvalid} for a request that cannot be signed
 * @see draft-ietf-oauth-signed-http-request-03 section 4.1; RFC 6750 section 2.1
 */
export function createRequestSigner({
  shrDialect,
  clock,
}: Pick<ClientSettings, 'shrDialect' | 'clock'>): RequestSigner {
  const isStrict = shrDialect === 'strict';
  return async ({ accessToken, scheme, signer: key }, { request, signHeaders, nonce, clientClaims }) => {
    if (scheme === 'bearer') return `Bearer ${accessToken}`;
    if (key === undefined) throw new ProofKeyUnavailable('ERR_PROOF_KEY_UNKNOWN');
    const proof = { accessToken, key, request, nonce, clientClaims, clock };
    // The other form has no place for headers and bodies.
    return `PoP ${await (isStrict ? createSignedHttpRequest({ ...proof, signHeaders }) : createMsalBrowserShr(proof))}`;
  };
}
