import { AuthError, BrowserAuthError, ClientConfigurationError } from '../errors/auth-error.ts';
import type { CreatedShrDialect, ProofAlgorithm } from '../options/client-settings.ts';
import { createDatabaseRecords } from '../vault/database.ts';
import { explainError } from './explain-error.ts';
import type { PayloadSigner } from './payload-signer.ts';

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

/** Does something with the signer, and tells what goes wrong in the words of MSAL.js. */
export type Signing = <T>(work: (signer: PayloadSigner) => Promise<T>) => Promise<T>;

/**
 * Makes the signing of a request. The signer is loaded at the first use: most pages have none.
 *
 * @throws {@link ClientConfigurationError} `pop_missing_resource_context` without a method and an address
 */
export function createSigning(
  parameters: SignedHttpRequestParameters,
  options: SignedHttpRequestOptions = {},
): Signing {
  const { resourceRequestMethod, resourceRequestUri } = parameters;
  if (!resourceRequestMethod || !resourceRequestUri) throw new ClientConfigurationError('pop_missing_resource_context');
  const records = createDatabaseRecords('holdfast');
  let loading: Promise<PayloadSigner> | undefined;
  const load = async (): Promise<PayloadSigner> => {
    try {
      const { createPayloadSigner } = await import('./late-half.ts');
      return createPayloadSigner(parameters, options, records);
    } catch (cause) {
      loading = undefined;
      throw new BrowserAuthError('module_unavailable', '', { cause });
    }
  };
  return async (work) => {
    try {
      loading ??= load();
      return await work(await loading);
    } catch (cause) {
      const error = explainError(cause, '');
      // Storage speaks for itself.
      throw error instanceof AuthError ? error : new BrowserAuthError('database_unavailable', '', { cause });
    }
  };
}
