import { findLabel } from '../credential/extract-credential.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';
import { checkRequirements, type Requirements } from '../permissions/requirements.ts';

/** What a route demands, and how much of a body may be kept. */
export interface RouteRequirements extends Requirements {
  /**
   * Keeps a copy of up to this many bytes of the body of PoP requests, so that a proof over it can be checked; a longer one is answered
   * 413.
   *
   * @default no body is kept, and proofs that cover one are refused
   */
  readonly keepBodyBytes?: number | undefined;
}

/**
 * Takes the limit apart from the demands, both as their programmer wrote them.
 *
 * @throws TypeError for requirements that are not well-formed, and for a limit that would bound nothing
 */
export function readRouteRequirements({ keepBodyBytes, ...demands }: RouteRequirements): {
  readonly demands: Requirements;
  readonly keepBodyBytes: number | undefined;
} {
  checkRequirements(demands);
  if (keepBodyBytes !== undefined && !(Number.isSafeInteger(keepBodyBytes) && keepBodyBytes >= 0)) {
    throw new TypeError('keepBodyBytes must be a whole number of bytes');
  }
  return { demands, keepBodyBytes };
}

/** Tells whether a body must be read before the request can be judged: nobody kept it, and there may be a proof over it. */
export function isBodyWanted(incoming: IncomingRequest, keepBodyBytes: number | undefined): keepBodyBytes is number {
  return keepBodyBytes !== undefined && incoming.body === undefined && findLabel(incoming) === 'pop';
}
