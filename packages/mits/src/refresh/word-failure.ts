import { HoldfastError } from '@holdfast/core';
import { TokenEndpointThrottled, TokenRequestRefused } from '@holdfast/node';
import type { TokenUnavailableCode } from '../errors/request-refused.ts';
import { TokenUnavailable } from '../errors/token-unavailable.ts';

/** Says what a failed call to the authority means to the callers of the token service. */
export function wordFailure(cause: unknown): TokenUnavailable {
  if (cause instanceof TokenUnavailable) return cause;
  if (cause instanceof TokenEndpointThrottled) {
    const { retryAfterSeconds } = cause;
    return new TokenUnavailable('ERR_MITS_UPSTREAM_THROTTLED', { retryAfterSeconds, cause });
  }
  if (cause instanceof TokenRequestRefused) {
    const { error, errorCodes, retryAfterSeconds } = cause;
    // Words of the authority that are not registered are text from outside.
    const known = error !== undefined && registeredErrors.has(error) ? error : undefined;
    return new TokenUnavailable(codeOf(cause), { error: known, errorCodes, retryAfterSeconds, cause });
  }
  const isCredential = cause instanceof HoldfastError && credentialCode.test(cause.code);
  const detail = cause instanceof HoldfastError ? cause.code : undefined;
  return new TokenUnavailable(isCredential ? 'ERR_MITS_UPSTREAM_CREDENTIAL' : 'ERR_MITS_UPSTREAM_UNAVAILABLE', {
    detail,
    cause,
  });
}

const registeredErrors: ReadonlySet<string> = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'invalid_scope',
  'invalid_resource',
  'unauthorized_client',
  'unsupported_grant_type',
  'access_denied',
  'server_error',
  'temporarily_unavailable',
]);

const credentialCode = /^ERR_(?:CERTIFICATE|CREDENTIAL|CLIENT_ASSERTION|TENANT|METADATA_(?:REFUSED|ISSUER|ENDPOINT))/;

function codeOf({ status, error }: TokenRequestRefused): TokenUnavailableCode {
  if (status === 429) return 'ERR_MITS_UPSTREAM_THROTTLED';
  if (status >= 500) return 'ERR_MITS_UPSTREAM_UNAVAILABLE';
  return status === 401 || error === 'invalid_client' ? 'ERR_MITS_UPSTREAM_CREDENTIAL' : 'ERR_MITS_UPSTREAM_REFUSED';
}
