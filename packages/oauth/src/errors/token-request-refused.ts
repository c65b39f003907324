import { HoldfastError } from '@holdfast/core';
import { errorTexts } from '#error-texts';

/** What an authority tells about a refusal. */
export interface RefusalFacts {
  /** HTTP status. */
  readonly status: number;
  /** OAuth `error`, for example `invalid_client`; absent when the body was not an OAuth error. */
  readonly error?: string | undefined;
  /** AADSTS numbers, most specific first. */
  readonly errorCodes: readonly number[];
  /** Narrows `error`, for example `consent_required`. */
  readonly suberror?: string | undefined;
  /** First line of `error_description`, at most 300 characters, with anything that could be a credential blanked out. */
  readonly description?: string | undefined;
  /** A claims request as JSON text: hand it to the next call as `claims`. */
  readonly claims?: string | undefined;
  /** The authority's own correlation id. */
  readonly correlationId?: string | undefined;
  /** The authority's own name for this request. */
  readonly traceId?: string | undefined;
  /** From `Retry-After`, 0 to 3600. */
  readonly retryAfterSeconds?: number | undefined;
}

// Only these words reach the message: everything else in the reply is text from outside.
const knownErrors: ReadonlySet<string> = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'invalid_scope',
  'invalid_resource',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
  'access_denied',
  'interaction_required',
  'consent_required',
  'login_required',
  'server_error',
  'temporarily_unavailable',
]);

/**
 * The authority answered and said no.
 *
 * The message holds the status, a known OAuth error word and AADSTS numbers only; the rest is in fields.
 *
 * @see RFC 6749 section 5.2
 */
export class TokenRequestRefused extends HoldfastError<'ERR_TOKEN_REQUEST_REFUSED'> implements RefusalFacts {
  /** HTTP status. */
  readonly status: number;
  /** OAuth `error`, for example `invalid_client`; undefined when the body was not an OAuth error. */
  readonly error: string | undefined;
  /** AADSTS numbers, most specific first. */
  readonly errorCodes: readonly number[];
  /** Narrows `error`, for example `consent_required`. */
  readonly suberror: string | undefined;
  /** First line of `error_description`, at most 300 characters, with anything that could be a credential blanked out. */
  readonly description: string | undefined;
  /** A claims request as JSON text: hand it to the next call as `claims`. */
  readonly claims: string | undefined;
  /** The authority's own correlation id. */
  readonly correlationId: string | undefined;
  /** The authority's own name for this request. */
  readonly traceId: string | undefined;
  /** From `Retry-After`, 0 to 3600. */
  readonly retryAfterSeconds: number | undefined;

  constructor(facts: RefusalFacts) {
    super('ERR_TOKEN_REQUEST_REFUSED', errorTexts.ERR_TOKEN_REQUEST_REFUSED, { detail: summary(facts) });
    this.status = facts.status;
    this.error = facts.error;
    this.errorCodes = facts.errorCodes;
    this.suberror = facts.suberror;
    this.description = facts.description;
    this.claims = facts.claims;
    this.correlationId = facts.correlationId;
    this.traceId = facts.traceId;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

function summary(facts: RefusalFacts): string {
  const words = [`status ${facts.status}`];
  if (facts.error !== undefined && knownErrors.has(facts.error)) words.push(facts.error);
  for (const code of facts.errorCodes) words.push(`AADSTS${code}`);
  return words.join(', ');
}
