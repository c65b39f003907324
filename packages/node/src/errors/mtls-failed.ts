import { type ErrorDetails, HoldfastError } from '@holdfast/core';
import { mtlsErrors } from './catalog-mtls.ts';

/** Codes of {@link MtlsFailed}. */
export type MtlsCode = keyof typeof mtlsErrors;

/** What is known of a request that failed. */
export interface MtlsFailureDetails extends ErrorDetails {
  readonly sent: 'no' | 'maybe';
}

/** A request with a client certificate got no response, or not the whole of it. It was not repeated. */
export class MtlsFailed extends HoldfastError<MtlsCode> {
  /** `no`: the server has seen nothing of the request. `maybe`: it may have acted on it. */
  readonly sent: 'no' | 'maybe';

  constructor(code: MtlsCode, options: MtlsFailureDetails) {
    super(code, mtlsErrors[code], options);
    this.sent = options.sent;
  }
}
