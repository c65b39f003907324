import { HoldfastError } from '@holdfast/core';
import type { ChallengeKind } from './catalog.ts';
import type { AuthenticationFailureCode, Refused } from './refused.ts';

/**
 * A request was not authenticated, or not authorised. It knows its answer: status, challenges and a description that is safe to show.
 *
 * Branch on `code`. `cause` is for the process that owns the API: it never reaches the wire through
 * {@link buildFailureResponse}, and no message of this chain holds a token, a key, a nonce or a header value.
 *
 * @see RFC 9110 section 11.6.1; RFC 6750 section 3
 *
 * @example
 * ```ts
 * import { AuthenticationFailure, buildFailureResponse, type IncomingRequest, type TokenValidator } from '@holdfast/resource';
 *
 * async function answer(validator: TokenValidator, incoming: IncomingRequest): Promise<Response> {
 *   try {
 *     const caller = await validator.authenticate(incoming, { requiredScopes: ['read'] });
 *     return Response.json({ tenant: caller.tenant });
 *   } catch (failure) {
 *     if (failure instanceof AuthenticationFailure) console.error(failure.code);
 *     const { status, headers, body } = buildFailureResponse(failure);
 *     return new Response(body, { status, headers: headers.map(([name, value]) => [name, value]) });
 *   }
 * }
 * ```
 */
export class AuthenticationFailure extends HoldfastError<AuthenticationFailureCode> {
  /** HTTP status of the answer. */
  readonly status: number;
  /** Values of `WWW-Authenticate`, one header line each, in order. */
  readonly challenges: readonly string[];
  /** `Retry-After` of the answer, in seconds; absent where waiting mends nothing. */
  readonly retryAfterSeconds: number | undefined;
  /** Whether code and description may be shown to the caller; not so where the fault is on this side. */
  readonly expose: boolean;
  /** One sentence from the catalogue, safe to show. */
  readonly description: string;
  /** The `error` word of the answer, from RFC 6750 where it has one. */
  readonly error: string;

  /** @internal */
  constructor(refused: Refused, challenges: readonly string[]) {
    super(refused.code, refused.entry, { cause: refused });
    const { status, challenge, meaning, retryAfterSeconds } = refused.entry;
    this.status = status;
    this.challenges = Object.freeze([...challenges]);
    this.retryAfterSeconds = retryAfterSeconds;
    this.expose = status < 500;
    this.description = meaning;
    this.error = status === 503 ? 'temporarily_unavailable' : status === 500 ? 'server_error' : errorWords[challenge];
  }
}

// RFC 6750 section 3.1 where it has a word.
const errorWords: Readonly<Record<ChallengeKind, string>> = {
  offer: 'invalid_token',
  request: 'invalid_request',
  token: 'invalid_token',
  scope: 'insufficient_scope',
  nonce: 'invalid_token',
  claims: 'insufficient_claims',
  none: 'invalid_request',
};
