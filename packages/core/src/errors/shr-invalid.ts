import { errorTexts } from '#error-texts';
import type { CoreErrorCode } from './catalog.ts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Codes of {@link ShrInvalid}. */
export type ShrCode = Extract<CoreErrorCode, `ERR_SHR${string}`>;

/** A signed HTTP request is malformed, or does not prove possession for this request. */
export class ShrInvalid extends HoldfastError<ShrCode> {
  /** Name of the claim that failed, such as `ts` or `q`; undefined where no single claim did. */
  readonly claim: string | undefined;

  constructor(code: ShrCode, options: ErrorDetails & { readonly claim?: string | undefined } = {}) {
    super(code, errorTexts[code], { detail: options.detail ?? options.claim, cause: options.cause });
    this.claim = options.claim;
  }
}
