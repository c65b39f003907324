import type { CertificateEvent } from '../certificate/certificate-source.ts';
import type { CredentialKind } from './credential-description.ts';

/** Which entry of a list an event is about. */
export interface CredentialSubject {
  /** Place in the list, from 0. */
  readonly position: number;
  /** What the entry is. */
  readonly kind: CredentialKind;
  /** SHA-256 thumbprint of its certificate, where it has one that could be read. */
  readonly x5tS256?: string | undefined;
}

/** Another credential than before is used from now on. */
export interface CredentialChosen extends CredentialSubject {
  readonly name: 'credential.chosen';
  /** Whether a token can be bound with it. */
  readonly canBind: boolean;
}

/** A credential cannot be used, for this reason since now, or an authority refused it. */
export interface CredentialRejected extends CredentialSubject {
  readonly name: 'credential.rejected';
  /** The error's code, or `ERR_UNKNOWN` for an error that is not ours. */
  readonly code: string;
}

/** A source of the list has a new certificate, or found one that cannot be used. */
export type CredentialCertificateEvent = CertificateEvent & {
  /** Place of the source in the list, from 0. */
  readonly position: number;
};

/** What a list of credentials tells. */
export type CredentialEvent = CredentialChosen | CredentialRejected | CredentialCertificateEvent;
