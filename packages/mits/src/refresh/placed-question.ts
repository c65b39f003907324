import type { UpstreamQuestion } from '../relying-party/relying-party.ts';

/** A question with the place where its answer is shared. */
export interface PlacedQuestion extends UpstreamQuestion {
  /** Names the token: two questions share one only when identity, resource and capabilities are equal. */
  readonly place: string;
  /** Whose calls to the authority are counted together. */
  readonly owner: string;
}

/**
 * Gives a question its place.
 *
 * Written as JSON, so that no two lists of texts become one name. The order of capabilities does not matter; their letter case does, since
 * the authority sees it.
 */
export function placeQuestion(question: UpstreamQuestion): PlacedQuestion {
  const { identity, resource, capabilities } = question;
  const owner = JSON.stringify([identity.clientId.toLowerCase(), identity.objectId.toLowerCase()]);
  return { ...question, owner, place: JSON.stringify([owner, resource, ...[...capabilities].sort()]) };
}
