import { parseWwwAuthenticate } from '@holdfast/core';
import { AuthenticationFailure, buildFailureResponse } from '@holdfast/resource';
import type { Secret } from '@holdfast/testing';
import type { Outcome } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { checkNoSecret } from '../secrets/check-no-secret.ts';

/** Fails unless a refused request was refused on purpose, with an answer that HTTP can carry and that shows nothing. */
export function expectProperRefusal(outcome: Outcome<unknown>, secrets: readonly Secret[] = []): void {
  if (outcome.accepted) return;
  const { error } = outcome;
  expect(error instanceof AuthenticationFailure, 'refuses with something else than a failure');
  expect(error.code !== 'ERR_AUTHENTICATE_INTERNAL', 'fails at something that nobody foresaw');
  const answer = buildFailureResponse(error);
  checkNoSecret(answer, secrets);
  const challenges = answer.headers.filter(([name]) => name === 'WWW-Authenticate').map(([, value]) => value);
  parseWwwAuthenticate(challenges);
  expect(challenges.length > 0 || answer.status !== 401, 'says 401 without a challenge');
  new Response(answer.body, {
    status: answer.status,
    headers: answer.headers.map(([name, value]): [string, string] => [name, value]),
  });
}
