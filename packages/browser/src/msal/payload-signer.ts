import type { JsonObject } from '@holdfast/core';
import { createSignedHttpRequest } from '@holdfast/core/calling';
import { createMsalBrowserShr } from '@holdfast/core/msal-browser-shr';
import { ProofKeyUnavailable } from '@holdfast/oauth/calling';
import { createApplicationKeys } from '../proof-keys/application-keys.ts';
import type { Records } from '../vault/records.ts';
import type { SignedHttpRequestOptions, SignedHttpRequestParameters } from './signing.ts';

/** Signs payloads for one request, each with a key that was made here. */
export interface PayloadSigner {
  generate(): Promise<string>;
  sign(payload: string, thumbprint: string, claims: object): Promise<string>;
  remove(thumbprint: string): Promise<void>;
}

/**
 * Makes the signer of a request.
 *
 * @returns a signer that throws {@link ProofKeyUnavailable} `ERR_PROOF_KEY_UNKNOWN`; {@link ShrInvalid}, and TypeError for claims that cannot be signed
 */
export function createPayloadSigner(
  { resourceRequestMethod, resourceRequestUri: url, shrClaims, shrNonce }: SignedHttpRequestParameters,
  { shrDialect = 'strict', proofAlgorithm = 'RS256' }: SignedHttpRequestOptions,
  records: Records,
): PayloadSigner {
  const keys = createApplicationKeys(records);
  const request = { method: resourceRequestMethod.toUpperCase(), url };
  return {
    generate: async () => (await keys.generate(proofAlgorithm)).signer.thumbprint,
    async sign(accessToken, thumbprint, claims) {
      const key = (await keys.find(thumbprint))?.signer;
      if (key === undefined) throw new ProofKeyUnavailable('ERR_PROOF_KEY_UNKNOWN');
      const { nonce = shrNonce, client_claims: clientClaims = shrClaims, ...others } = claims as Record<string, never>;
      const wish = { accessToken, key, request, nonce, clientClaims };
      if (shrDialect === 'msal-browser') return createMsalBrowserShr({ ...wish, claims: others as JsonObject });
      // What the strict form covers cannot be replaced, and what it does not is read by nobody.
      if (Object.keys(others).length > 0) throw new TypeError('claims of the strict form are nonce and client_claims');
      return createSignedHttpRequest(wish);
    },
    remove: keys.remove,
  };
}
