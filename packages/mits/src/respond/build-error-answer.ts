import type { MitsErrorCode } from '../errors/catalog.ts';
import { MitsRequestRefused } from '../errors/request-refused.ts';
import { TokenUnavailable } from '../errors/token-unavailable.ts';
import { buildJsonAnswer, type MitsAnswer } from './answer.ts';

/** OAuth words for what is wrong; what is not here is `invalid_request` where the caller can mend it, else `temporarily_unavailable`. */
const errorWords: Readonly<Partial<Record<MitsErrorCode, string>>> = {
  ERR_MITS_SECRET: 'unauthorized_client',
  ERR_MITS_BROWSER: 'access_denied',
  ERR_MITS_RESOURCE: 'invalid_resource',
  ERR_MITS_IDENTITY_UNKNOWN: 'identity_not_found',
  ERR_MITS_UPSTREAM_REFUSED: 'invalid_request',
  ERR_MITS_UPSTREAM_CREDENTIAL: 'server_error',
  ERR_MITS_INTERNAL: 'server_error',
};

/**
 * Writes an error in the flat form that clients of managed identities read.
 *
 * The text is that of the catalogue, with the numbers of the authority: nothing of the request, and no words of the authority.
 *
 * @param correlationId - names the request; it is in the event too
 */
export function buildErrorAnswer(error: MitsRequestRefused | TokenUnavailable, correlationId: string): MitsAnswer {
  const numbers = error instanceof TokenUnavailable ? error.errorCodes : [];
  const upstreamWord = error instanceof TokenUnavailable ? error.error : undefined;
  const usual = error instanceof MitsRequestRefused ? 'invalid_request' : 'temporarily_unavailable';
  const [first] = numbers;
  const members = {
    error:
      errorWords[error.code] === 'server_error' ? 'server_error' : (upstreamWord ?? errorWords[error.code] ?? usual),
    error_description: first === undefined ? error.message : `AADSTS${first}: ${error.message}`,
    ...(numbers.length > 0 ? { error_codes: numbers } : {}),
    code: error.code,
    correlationId,
  };
  return buildJsonAnswer(error.status, members, headersOf(error));
}

function headersOf(error: MitsRequestRefused | TokenUnavailable): Readonly<Record<string, string>> {
  if (error instanceof TokenUnavailable) {
    const { status, retryAfterSeconds = 1 } = error;
    return status === 429 || status === 503 ? { 'retry-after': String(Math.max(1, retryAfterSeconds)) } : {};
  }
  return error.code === 'ERR_MITS_METHOD' ? { allow: 'GET' } : {};
}
