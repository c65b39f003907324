import type { ErrorDetails } from '@holdfast/core';
import { HoldfastError } from '@holdfast/core/calling';
import { errorTexts } from '#error-texts';
import type { OauthErrorCode } from './catalog.ts';

/** The word for the authentication scheme is none of the known ones. */
export class SchemeUnknown extends HoldfastError<'ERR_SCHEME_UNKNOWN'> {
  constructor(options?: ErrorDetails) {
    super('ERR_SCHEME_UNKNOWN', errorTexts.ERR_SCHEME_UNKNOWN, options);
  }
}

/** The scheme exists, but this client cannot bind tokens that way. */
export class SchemeUnavailable extends HoldfastError<'ERR_SCHEME_UNAVAILABLE'> {
  constructor(options?: ErrorDetails) {
    super('ERR_SCHEME_UNAVAILABLE', errorTexts.ERR_SCHEME_UNAVAILABLE, options);
  }
}

/** Codes of {@link SchemeContradicted}. */
export type SchemeContradictedCode = 'ERR_SCHEME_PARAMETERS' | 'ERR_SCHEME_KEY_ID';

/** Parts of the request contradict each other about the binding. */
export class SchemeContradicted extends HoldfastError<SchemeContradictedCode> {
  constructor(code: SchemeContradictedCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

/**
 * Why there is no certificate. `none`: nothing that the client was given could ever bind a token. `unusable`: something could, and fails; an
 * expired certificate, a file that cannot be read, a callback that throws or takes too long.
 */
export type CertificateLack = 'none' | 'unusable';

/** Details of {@link BindingUnavailable}. */
export interface BindingUnavailableDetails extends ErrorDetails {
  /** Why there is none. @default `unusable`, for which nothing weaker is ever given */
  readonly certificate?: CertificateLack | undefined;
}

/** A token is to be bound to a certificate, and none can be used; the reason is the `cause`. */
export class BindingUnavailable extends HoldfastError<'ERR_BINDING_CERTIFICATE'> {
  /** Whether there is none at all, or one that cannot be used now. */
  readonly certificate: CertificateLack;

  constructor({ certificate = 'unusable', ...options }: BindingUnavailableDetails = {}) {
    super('ERR_BINDING_CERTIFICATE', errorTexts.ERR_BINDING_CERTIFICATE, options);
    this.certificate = certificate;
  }
}

/** Codes of {@link ProofKeyUnavailable}. */
export type ProofKeyUnavailableCode = Extract<OauthErrorCode, `ERR_PROOF_KEY_${string}`>;

/** The proof key cannot be had. */
export class ProofKeyUnavailable extends HoldfastError<ProofKeyUnavailableCode> {
  constructor(code: ProofKeyUnavailableCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}
