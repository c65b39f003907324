import { type NeighbourErrorCode, neighbourErrors } from './catalog-neighbours.ts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Codes of {@link RequestTargetInvalid}. */
export type RequestTargetCode = Extract<NeighbourErrorCode, `ERR_REQUEST_TARGET_${string}`>;

/** The target of an HTTP request cannot be taken as the one thing that was signed. */
export class RequestTargetInvalid extends HoldfastError<RequestTargetCode> {
  constructor(code: RequestTargetCode, options?: ErrorDetails) {
    super(code, neighbourErrors[code], options);
  }
}
