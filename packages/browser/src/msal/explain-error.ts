import { HoldfastError } from '@holdfast/core/calling';
import type { TokenRequestRefused } from '@holdfast/oauth';
import {
  AuthError,
  BrowserAuthError,
  ClientAuthError,
  ClientConfigurationError,
  InteractionRequiredAuthError,
  ServerError,
} from '../errors/auth-error.ts';
import type { BrowserErrorCode } from '../errors/catalog.ts';
import type { InteractionRequired } from '../errors/interaction-required.ts';
import type { SignInRefused } from '../errors/sign-in-refused.ts';

type Told = readonly [typeof AuthError, string];

// Where MSAL.js has a word for it. Whatever the authority said is told below.
const told: Readonly<Partial<Record<BrowserErrorCode | (string & {}), Told>>> = {
  ERR_SIGN_IN_POPUP_BLOCKED: [BrowserAuthError, 'popup_window_error'],
  ERR_SIGN_IN_CANCELLED: [BrowserAuthError, 'user_cancelled'],
  ERR_SIGN_IN_REPLACED: [BrowserAuthError, 'interaction_in_progress_cancelled'],
  ERR_SIGN_IN_TIMEOUT: [BrowserAuthError, 'timed_out'],
  ERR_SIGN_IN_STORAGE: [BrowserAuthError, 'storage_not_supported'],
  ERR_SIGN_IN_FRAMED: [BrowserAuthError, 'redirect_in_iframe'],
  ERR_SIGN_IN_ANSWER: [BrowserAuthError, 'hash_does_not_contain_known_properties'],
  ERR_SIGN_IN_STATE: [ClientAuthError, 'state_mismatch'],
  ERR_SIGN_IN_ISSUER: [ClientConfigurationError, 'issuer_validation_failed'],
  ERR_ID_TOKEN_NONCE: [ClientAuthError, 'nonce_mismatch'],
  ERR_SCHEME_UNKNOWN: [ClientConfigurationError, 'unsupported_authentication_scheme'],
  ERR_SCHEME_UNAVAILABLE: [ClientConfigurationError, 'unsupported_authentication_scheme'],
  ERR_PROOF_KEY_UNKNOWN: [BrowserAuthError, 'crypto_key_not_found'],
  ERR_METADATA_UNREACHABLE: [ClientAuthError, 'endpoints_resolution_error'],
  ERR_METADATA_REFUSED: [ClientAuthError, 'endpoints_resolution_error'],
  ERR_METADATA_MALFORMED: [ClientAuthError, 'endpoints_resolution_error'],
  ERR_METADATA_ENDPOINT: [ClientAuthError, 'endpoints_resolution_error'],
  ERR_METADATA_ISSUER: [ClientConfigurationError, 'issuer_validation_failed'],
  ERR_TOKEN_ENDPOINT_UNREACHABLE: [BrowserAuthError, 'post_request_failed'],
  ERR_CLAIMS_JSON: [ClientConfigurationError, 'invalid_claims'],
  ERR_CLAIMS_ENCODING: [ClientConfigurationError, 'invalid_claims'],
};

/**
 * Tells an error of the client in the words of MSAL.js; the error itself is the cause. An error of that kind is left as it is.
 *
 * @param call - names the call
 */
export function explainError(error: unknown, call: string): Error {
  if (error instanceof AuthError) return error;
  if (error instanceof TypeError) {
    return new ClientConfigurationError('invalid_request', call, { message: error.message, cause: error });
  }
  if (!(error instanceof HoldfastError)) return error as Error;
  const details = { message: error.message, cause: error };
  switch (error.code) {
    case 'ERR_INTERACTION_REQUIRED': {
      const { reason, suberror, claims, errorCodes } = error as InteractionRequired;
      return new InteractionRequiredAuthError(reason === 'no_account' ? 'no_tokens_found' : reason, call, {
        ...details,
        subError: suberror,
        claims: claims && JSON.stringify(claims),
        errorNo: errorCodes[0]?.toString(),
      });
    }
    case 'ERR_SIGN_IN_DENIED':
    case 'ERR_SIGN_IN_REFUSED':
    case 'ERR_TOKEN_REQUEST_REFUSED': {
      const refused = error as SignInRefused | TokenRequestRefused;
      const { status, suberror: subError } = refused as Partial<TokenRequestRefused>;
      const facts = { ...details, errorNo: refused.errorCodes[0]?.toString(), status, subError };
      return new ServerError(refused.error ?? 'server_error', call, facts);
    }
    default: {
      const own = error.code.slice('ERR_'.length).toLowerCase();
      const [Kind, errorCode] = told[error.code] ?? [ClientAuthError, own];
      return new Kind(errorCode, call, details);
    }
  }
}
