import { StepUpRequired } from './step-up-required.ts';
import type { TokenRefused } from './token-refused.ts';

/** The JSON body of an Entra error. */
export interface ErrorReply {
  readonly error: string;
  readonly error_description: string;
  readonly error_codes: readonly number[];
  readonly timestamp: string;
  readonly trace_id: string;
  readonly correlation_id: string;
  readonly error_uri: string;
  /** What kind of `invalid_grant` it is, in a word that MSAL knows. */
  readonly suberror?: string;
  /** JSON, for the parameter `claims` of the authorization request that mends it. */
  readonly claims?: string;
}

/** What an error is told with beside its reason. */
export interface ErrorCircumstances {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly traceId: string;
  readonly correlationId: string;
  readonly origin: string;
}

/** Writes a refusal in the shape that MSAL parses. */
export function buildErrorReply(refusal: TokenRefused, circumstances: ErrorCircumstances): ErrorReply {
  const { at, traceId, correlationId, origin } = circumstances;
  const { code, error, suberror } = refusal.row;
  const timestamp = `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const trail = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`;
  return {
    error,
    error_description: `AADSTS${code}: ${refusal.text} ${trail}`,
    error_codes: [code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `${origin}/error?code=${code}`,
    ...(suberror === undefined ? {} : { suberror }),
    ...(refusal instanceof StepUpRequired ? { claims: JSON.stringify(refusal.claims) } : {}),
  };
}

/** The same where clients go by what is missing: a bare refusal has `error` alone. */
export function buildTokenErrorReply(
  refusal: TokenRefused,
  circumstances: ErrorCircumstances,
): ErrorReply | Pick<ErrorReply, 'error'> {
  const { error, isBare } = refusal.row;
  return isBare === true ? { error } : buildErrorReply(refusal, circumstances);
}
