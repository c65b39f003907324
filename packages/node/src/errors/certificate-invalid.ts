import { type ErrorDetails, HoldfastError } from '@holdfast/core';
import { certificateErrors } from './catalog-certificate.ts';

/** Codes of {@link CertificateInvalid}. */
export type CertificateCode = keyof typeof certificateErrors;

/** A client certificate cannot be read, or must not be used; nothing was sent. */
export class CertificateInvalid extends HoldfastError<CertificateCode> {
  constructor(code: CertificateCode, options?: ErrorDetails) {
    super(code, certificateErrors[code], options);
  }
}
