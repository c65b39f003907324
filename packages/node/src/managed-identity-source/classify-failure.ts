import { HoldfastError } from '@holdfast/core';
import {
  ManagedIdentityFailed,
  type ManagedIdentityFailedCode,
  ManagedIdentityRefused,
} from '../errors/managed-identity-errors.ts';

const unreachable =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_|EHOST|ENET|EADDR|EACCES|EPERM|EPROTO|ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|UND_ERR_(?:CLOSED|DESTROYED))/;
const timedOut = /^(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/;
const notHttp = /^(?:HPE_|UND_ERR_(?:HEADERS_OVERFLOW|RES_|RESPONSE))/;

/**
 * Words what a transport throws as one of our errors; those that are ours already pass.
 *
 * The cause is not carried along: undici's errors hold parts of the response, TLS's the names in the server's certificate.
 *
 * @param isAnswered - whether the head of a response had come
 */
export function classifyFailure(error: unknown, isAnswered: boolean): HoldfastError {
  if (error instanceof HoldfastError) return error;
  const code = codeOf(error);
  if (notHttp.test(code))
    return new ManagedIdentityRefused('ERR_MANAGED_IDENTITY_FOREIGN', { status: undefined, errorCodes: [] });
  const detail = /^[A-Z][A-Z0-9_]{2,60}$/.exec(code)?.[0];
  return new ManagedIdentityFailed(chooseCode(code, isAnswered), { detail });
}

function chooseCode(code: string, isAnswered: boolean): ManagedIdentityFailedCode {
  if (timedOut.test(code)) return 'ERR_MANAGED_IDENTITY_TIMEOUT';
  if (isAnswered) return 'ERR_MANAGED_IDENTITY_INTERRUPTED';
  return code === '' || unreachable.test(code)
    ? 'ERR_MANAGED_IDENTITY_UNREACHABLE'
    : 'ERR_MANAGED_IDENTITY_INTERRUPTED';
}

// `fetch` wraps the error that tells in one that does not.
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // The one error of undici that may come without a code.
  if (error.name === 'HTTPParserError') return 'HPE_INVALID';
  return codeOf(error.cause);
}
