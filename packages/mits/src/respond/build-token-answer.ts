import { type Clock, epochSeconds } from '@holdfast/core';
import { buildJsonAnswer, type MitsAnswer } from './answer.ts';

/** What a token is told with. */
export interface TokenAnswerFacts {
  readonly accessToken: string;
  /** Epoch milliseconds. */
  readonly expiresMs: number;
  readonly resource: string;
  readonly clientId: string;
}

/**
 * Writes a token as clients of managed identities read it.
 *
 * Numbers are texts, as every source writes them. `expires_in` comes last: one client in use puts both expiries into one field, where the
 * last one stays, and a span is right whatever its clock says.
 */
export function buildTokenAnswer(facts: TokenAnswerFacts, clock: Clock): MitsAnswer {
  const expiresAt = Math.floor(facts.expiresMs / 1000);
  return buildJsonAnswer(200, {
    access_token: facts.accessToken,
    client_id: facts.clientId,
    resource: facts.resource,
    token_type: 'Bearer',
    expires_on: String(expiresAt),
    expires_in: String(Math.max(0, expiresAt - epochSeconds(clock))),
  });
}
