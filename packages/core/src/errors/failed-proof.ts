import { type CoreErrorCode, coreErrors } from './catalog.ts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** A key does not fit the algorithm it was given for. */
export class KeyUnusable extends HoldfastError<'ERR_KEY_UNUSABLE'> {
  constructor(options?: ErrorDetails) {
    super('ERR_KEY_UNUSABLE', coreErrors.ERR_KEY_UNUSABLE, options);
  }
}

/** A signature does not verify under the expected key. */
export class SignatureInvalid extends HoldfastError<'ERR_SIGNATURE_INVALID'> {
  constructor(options?: ErrorDetails) {
    super('ERR_SIGNATURE_INVALID', coreErrors.ERR_SIGNATURE_INVALID, options);
  }
}

/** Codes of {@link ShrInvalid}. */
export type ShrCode = Extract<CoreErrorCode, `ERR_SHR_${string}`>;

/** A signed HTTP request is malformed, or does not prove possession for this request. */
export class ShrInvalid extends HoldfastError<ShrCode> {
  /** The claim that failed, where one did. */
  readonly claim: string | undefined;

  constructor(code: ShrCode, options: ErrorDetails & { readonly claim?: string | undefined } = {}) {
    super(code, coreErrors[code], { detail: options.detail ?? options.claim, cause: options.cause });
    this.claim = options.claim;
  }
}
