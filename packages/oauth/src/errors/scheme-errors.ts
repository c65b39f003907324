import { type ErrorDetails, HoldfastError } from '@holdfast/core';

/** Why {@link SchemeUnknown} is thrown. */
export const schemeUnknownErrors = {
  ERR_SCHEME_UNKNOWN: {
    meaning: 'The authentication scheme is not known',
    mend: 'Ask for bearer, pop, mtls_pop or dpop; an unknown word never becomes bearer.',
  },
} as const;

/** The word for the authentication scheme is none of the known ones. */
export class SchemeUnknown extends HoldfastError<'ERR_SCHEME_UNKNOWN'> {
  constructor(options?: ErrorDetails) {
    super('ERR_SCHEME_UNKNOWN', schemeUnknownErrors.ERR_SCHEME_UNKNOWN, options);
  }
}

/** Why {@link SchemeUnavailable} is thrown. */
export const schemeUnavailableErrors = {
  ERR_SCHEME_UNAVAILABLE: {
    meaning: 'This client does not offer the authentication scheme',
    mend: 'Ask for bearer, pop or, with a client certificate, mtls_pop; no weaker token is returned in its place.',
  },
} as const;

/** The scheme exists, but this client cannot bind tokens that way. */
export class SchemeUnavailable extends HoldfastError<'ERR_SCHEME_UNAVAILABLE'> {
  constructor(options?: ErrorDetails) {
    super('ERR_SCHEME_UNAVAILABLE', schemeUnavailableErrors.ERR_SCHEME_UNAVAILABLE, options);
  }
}

/** Why {@link SchemeContradicted} is thrown. */
export const schemeContradictedErrors = {
  ERR_SCHEME_PARAMETERS: {
    meaning: 'The request names a parameter that contradicts its authentication scheme',
    mend: 'Set authenticationScheme to the scheme that the parameter belongs to, or leave it out; protocolScheme is another name for authenticationScheme.',
  },
  ERR_SCHEME_KEY_ID: {
    meaning: 'The key id differs from the kid of the JWK',
    mend: 'Name the key the same way in both places, or leave kid out of the JWK.',
  },
} as const;

/** Codes of {@link SchemeContradicted}. */
export type SchemeContradictedCode = keyof typeof schemeContradictedErrors;

/** Parts of the request contradict each other about the binding. */
export class SchemeContradicted extends HoldfastError<SchemeContradictedCode> {
  constructor(code: SchemeContradictedCode, options?: ErrorDetails) {
    super(code, schemeContradictedErrors[code], options);
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

/** Why {@link BindingUnavailable} is thrown. */
export const bindingErrors = {
  ERR_BINDING_CERTIFICATE: {
    meaning: 'There is no certificate that a token could be bound to',
    mend: 'Give the client a certificate that can be used now; the cause says what is wrong with what it has. No weaker token is returned in its place.',
  },
} as const;

/** A token is to be bound to a certificate, and none can be used; the reason is the `cause`. */
export class BindingUnavailable extends HoldfastError<'ERR_BINDING_CERTIFICATE'> {
  /** Whether there is none at all, or one that cannot be used now. */
  readonly certificate: CertificateLack;

  constructor({ certificate = 'unusable', ...options }: BindingUnavailableDetails = {}) {
    super('ERR_BINDING_CERTIFICATE', bindingErrors.ERR_BINDING_CERTIFICATE, options);
    this.certificate = certificate;
  }
}

/** Why {@link ProofKeyUnavailable} is thrown. */
export const proofKeyErrors = {
  ERR_PROOF_KEY_UNKNOWN: {
    meaning: 'No proof key with that thumbprint is held here',
    mend: 'Acquire a token and sign with the key it is bound to before the last token of that key expires.',
  },
  ERR_PROOF_KEY_DISCARDED: {
    meaning: 'The proof key was discarded as compromised',
    mend: 'Acquire a new token: it will be bound to a new key.',
  },
  ERR_PROOF_KEY_LIMIT: {
    meaning: 'Too many tenants hold proof keys with unexpired tokens',
    mend: 'Raise the tenant limit, or share one proof key between tenants.',
  },
} as const;

/** Codes of {@link ProofKeyUnavailable}. */
export type ProofKeyUnavailableCode = keyof typeof proofKeyErrors;

/** The proof key cannot be had. */
export class ProofKeyUnavailable extends HoldfastError<ProofKeyUnavailableCode> {
  constructor(code: ProofKeyUnavailableCode, options?: ErrorDetails) {
    super(code, proofKeyErrors[code], options);
  }
}
