import { errorTexts } from '#error-texts';
import type { CoreErrorCode } from './catalog.ts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Codes of {@link ReplayStoreFull}. */
export type ReplayStoreFullCode = Extract<CoreErrorCode, `ERR_REPLAY_${string}`>;

/** A replay store cannot remember one more proof, so the proof must not be accepted. */
export class ReplayStoreFull extends HoldfastError<ReplayStoreFullCode> {
  constructor(code: ReplayStoreFullCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}
