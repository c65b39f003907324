import { type ErrorDetails, HoldfastError } from '@holdfast/core';
import { credentialErrors } from './catalog-credential.ts';

/** Codes of {@link CredentialInvalid}. */
export type CredentialCode = Exclude<keyof typeof credentialErrors, 'ERR_CREDENTIAL_NONE'>;

/** One client credential cannot be used, or its configuration cannot be read. */
export class CredentialInvalid extends HoldfastError<CredentialCode> {
  constructor(code: CredentialCode, options?: ErrorDetails) {
    super(code, credentialErrors[code], options);
  }
}

/** Why one entry of a list was not chosen. */
export interface CredentialAttempt {
  /** Place in the list, from 0. */
  readonly position: number;
  /** What the entry is. */
  readonly kind: string;
  /** The error's code, or `ERR_UNKNOWN` for an error that is not ours. */
  readonly code: string;
}

/** No entry of a list works; the errors themselves are the `cause`, an `AggregateError`. */
export class CredentialsUnusable extends HoldfastError<'ERR_CREDENTIAL_NONE'> {
  /** Every entry that was tried, in order; those that are skipped are not among them. */
  readonly attempts: readonly CredentialAttempt[];

  constructor(attempts: readonly CredentialAttempt[], errors: readonly unknown[]) {
    const detail = attempts.map(({ position, kind, code }) => `${position} ${kind}: ${code}`).join(', ');
    super('ERR_CREDENTIAL_NONE', credentialErrors.ERR_CREDENTIAL_NONE, {
      detail: detail === '' ? 'the list has no entry that is not skipped' : detail,
      cause: new AggregateError(errors, 'the errors of each entry'),
    });
    this.attempts = Object.freeze(attempts);
  }
}
