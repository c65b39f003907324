import { type JsonObject, parseClaimsChallenge } from '@holdfast/core';
import { TokenRequestRefused } from '@holdfast/oauth';
import { InteractionRequired } from '../errors/interaction-required.ts';
import { findSuberror, interactionReasons } from '../errors/known-words.ts';

/**
 * Tells what a refusal of the token endpoint asks of a person, if it does.
 *
 * @param asked - claims that were asked for: where the authority names none of its own, they are what a person has to meet
 * @returns undefined for every other failure
 * @see OpenID Connect Core 1.0 section 3.1.2.6
 */
export function explainRefusal(error: unknown, asked: JsonObject | undefined): InteractionRequired | undefined {
  if (!(error instanceof TokenRequestRefused)) return undefined;
  const { errorCodes } = error;
  const suberror = findSuberror(error.suberror);
  const named = interactionReasons.find((reason) => reason === error.error || reason === error.suberror);
  const claims = error.claims === undefined ? asked : parseClaimsChallenge(error.claims);
  const facts = { reason: named ?? 'interaction_required', claims, suberror, errorCodes, cause: error } as const;
  return named !== undefined || suberror !== undefined ? new InteractionRequired(facts) : undefined;
}

/** Tells whether the authority will not take a refresh token any more; a hidden frame may still help. */
export function isGrantSpent(error: unknown): boolean {
  return error instanceof TokenRequestRefused && (error.error === 'invalid_grant' || error.suberror === 'bad_token');
}
