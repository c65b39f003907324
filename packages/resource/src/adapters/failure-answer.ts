import { AuthenticationFailure } from '../errors/authentication-failure.ts';
import { Refused } from '../errors/refused.ts';
import { buildFailureResponse } from '../respond/failure-response.ts';

/** An answer as frameworks take it. */
export interface FailureAnswer {
  readonly status: number;
  /** Headers by name; what repeats is a list, and goes out as several lines where the platform can. */
  readonly headers: Record<string, string | string[]>;
  readonly body: string;
}

/** Builds the answer to whatever was thrown on the way to a route, before the validator was asked or by it. */
export function buildFailureAnswer(cause: unknown): FailureAnswer {
  const failure = cause instanceof Refused ? new AuthenticationFailure(cause, []) : cause;
  const { status, headers: lines, body } = buildFailureResponse(failure);
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of lines) {
    const before = headers[name];
    headers[name] = before === undefined ? value : [before, value].flat();
  }
  return { status, headers, body };
}
