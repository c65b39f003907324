import { createSignedHttpRequest, type JsonObject } from '@holdfast/core';
import { createMsalBrowserShr } from '@holdfast/core/msal-browser-shr';
import { BrowserAuthError, ClientConfigurationError } from '../errors/auth-error.ts';
import type { CreatedShrDialect, ProofAlgorithm } from '../options/client-settings.ts';
import { type ApplicationKeys, createApplicationKeys } from '../proof-keys/application-keys.ts';
import { explainError } from './explain-error.ts';

/** The request that a `SignedHttpRequest` signs. */
export interface SignedHttpRequestParameters {
  /** Its method. */
  readonly resourceRequestMethod: string;
  /** Its address, with its query. */
  readonly resourceRequestUri: string;
  /** Text for `client_claims`. @default none */
  readonly shrClaims?: string | undefined;
  /** The API's latest nonce. @default none */
  readonly shrNonce?: string | undefined;
}

/** How a `SignedHttpRequest` signs. */
export interface SignedHttpRequestOptions {
  /** `msal-browser` signs as that library does. @default `strict` */
  readonly shrDialect?: CreatedShrDialect | undefined;
  /** What its keys sign with. @default `RS256` */
  readonly proofAlgorithm?: ProofAlgorithm | undefined;
}

/** Signs payloads for one request, each with a key that was made here. */
export interface PayloadSigner {
  generate(): Promise<string>;
  sign(payload: string, thumbprint: string, claims?: object): Promise<string>;
  remove(thumbprint: string): Promise<void>;
}

/** Makes the signer of a request. */
export function createPayloadSigner(
  { resourceRequestMethod, resourceRequestUri: url, shrClaims, shrNonce }: SignedHttpRequestParameters,
  { shrDialect = 'strict', proofAlgorithm = 'RS256' }: SignedHttpRequestOptions = {},
  keys: ApplicationKeys = createApplicationKeys(),
): PayloadSigner {
  if (!resourceRequestMethod || !url) throw new ClientConfigurationError('pop_missing_resource_context');
  const request = { method: resourceRequestMethod.toUpperCase(), url };
  return {
    generate: async () => (await keys.generate(proofAlgorithm)).signer.thumbprint,
    async sign(accessToken, thumbprint, claims = {}) {
      const key = (await keys.find(thumbprint))?.signer;
      if (key === undefined) throw new BrowserAuthError('crypto_key_not_found');
      const { nonce = shrNonce, client_claims: clientClaims = shrClaims, ...others } = claims as Record<string, never>;
      const wish = { accessToken, key, request, nonce, clientClaims };
      try {
        if (shrDialect === 'msal-browser') return await createMsalBrowserShr({ ...wish, claims: others as JsonObject });
        // Nothing that is not covered by a rule of that form may replace what is.
        if (Object.keys(others).length > 0)
          throw new TypeError('claims of the strict form are nonce and client_claims');
        return await createSignedHttpRequest(wish);
      } catch (error) {
        throw explainError(error, '');
      }
    },
    async remove(thumbprint) {
      await keys.remove(thumbprint).catch((cause: unknown): never => {
        throw new BrowserAuthError('binding_key_not_removed', '', { cause });
      });
    },
  };
}
