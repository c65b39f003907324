import type { SignableRequest } from '@holdfast/core';
import { createSignedHttpRequest } from '@holdfast/core/calling';
import type { createMsalBrowserShr } from '@holdfast/core/msal-browser-shr';
import { ProofKeyUnavailable } from '@holdfast/oauth/calling';
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

/** What {@link createRequestSigner} needs. */
export interface RequestSignerOptions extends Pick<ClientSettings, 'shrDialect' | 'clock'> {
  /** Gives what signs in the dialect of msal-browser; it is called for that only. */
  readonly ask: () => Promise<{ readonly signAsMsalBrowser: typeof createMsalBrowserShr }>;
}

/**
 * Makes the signer of a client. Nothing it makes is kept: each request has its own.
 *
 * @throws from the returned function: {@link ProofKeyUnavailable} `ERR_PROOF_KEY_UNKNOWN` for a token that is bound to a key of the page's own;
 * {@link ShrInvalid} for a request that cannot be signed; {@link ModuleUnavailable}
 * @see draft-ietf-oauth-signed-http-request-03 section 4.1; RFC 6750 section 2.1
 */
export function createRequestSigner({ shrDialect, clock, ask }: RequestSignerOptions): RequestSigner {
  return async ({ accessToken, scheme, signer: key }, { request, signHeaders, nonce, clientClaims }) => {
    if (scheme === 'bearer') return `Bearer ${accessToken}`;
    if (key === undefined) throw new ProofKeyUnavailable('ERR_PROOF_KEY_UNKNOWN');
    const proof = { accessToken, key, request, nonce, clientClaims, clock };
    if (shrDialect === 'strict') return `PoP ${await createSignedHttpRequest({ ...proof, signHeaders })}`;
    const { signAsMsalBrowser } = await ask();
    // It has no place for headers and bodies.
    return `PoP ${await signAsMsalBrowser(proof)}`;
  };
}
