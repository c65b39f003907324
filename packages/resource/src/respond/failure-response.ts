import { AuthenticationFailure } from '../errors/authentication-failure.ts';
import { Refused } from '../errors/refused.ts';

/** An HTTP answer without a framework. */
export interface FailureResponse {
  /** HTTP status. */
  readonly status: number;
  /** Header lines in order; `WWW-Authenticate` may appear more than once. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** JSON text. */
  readonly body: string;
}

/**
 * Builds the answer to a request that was not authenticated.
 *
 * Shown are the code and one fixed sentence, and neither where the fault is on this side. Anything that is not an
 * {@link AuthenticationFailure} becomes a bare 500: an error nobody expected is never described to a stranger.
 *
 * @param failure - whatever was thrown
 * @see RFC 6750 section 3; RFC 9110 section 11.6.1
 *
 * @example
 * ```ts
 * import { buildFailureResponse } from '@holdfast/resource';
 *
 * export function answer(failure: unknown): Response {
 *   const { status, headers, body } = buildFailureResponse(failure);
 *   return new Response(body, { status, headers: headers.map(([name, value]) => [name, value]) });
 * }
 * ```
 */
export function buildFailureResponse(failure: unknown): FailureResponse {
  const known =
    failure instanceof AuthenticationFailure
      ? failure
      : new AuthenticationFailure(new Refused('ERR_AUTHENTICATE_INTERNAL'), []);
  const body = known.expose
    ? { error: known.error, error_description: known.description, code: known.code }
    : { error: known.error };
  return {
    status: known.status,
    headers: [
      ...known.challenges.map((value) => ['WWW-Authenticate', value] as const),
      ...(known.retryAfterSeconds === undefined ? [] : [['Retry-After', `${known.retryAfterSeconds}`] as const]),
      ['Cache-Control', 'no-store'],
      ['Content-Type', 'application/json'],
    ],
    body: JSON.stringify(body),
  };
}
