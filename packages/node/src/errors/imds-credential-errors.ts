import { type ErrorDetails, HoldfastError } from '@holdfast/core';
import { imdsCredentialErrors } from './catalog-imds-credential.ts';

/** Codes of {@link ImdsCredentialUnusable}. */
export type ImdsCredentialCode = keyof typeof imdsCredentialErrors;

/** IMDS gave no certificate that can be used for a managed identity. Its message holds names of members, and nothing that IMDS said. */
export class ImdsCredentialUnusable extends HoldfastError<ImdsCredentialCode> {
  constructor(code: ImdsCredentialCode, options?: ErrorDetails) {
    super(code, imdsCredentialErrors[code], options);
  }
}
