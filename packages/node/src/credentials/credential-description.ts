import type { ClientAuthTarget } from '@holdfast/oauth';
import type { CertificateSource } from '../certificate/certificate-source.ts';
import type { ClientCertificate } from '../certificate/client-certificate.ts';

/** What every entry of a list may say. */
export interface CredentialSettings {
  /** Leaves the entry out, without losing its place. @default `false` */
  readonly skip?: boolean | undefined;
}

/** What every certificate may say. */
export interface CertificateSettings extends CredentialSettings {
  /** Sends the chain along with assertions (`x5c`), for authorities that trust a subject name and issuer. @default `false` */
  readonly sendX5c?: boolean | undefined;
  /** Authenticates by mutual TLS for bearer tokens too, where an assertion would do. @default `false` */
  readonly useBoundCredential?: boolean | undefined;
}

/** A certificate that was read already, or a source of yours. */
export interface CertificateDescription extends CertificateSettings {
  readonly kind: 'certificate';
  /** The certificate, or where it comes from; a source of yours is yours to close. */
  readonly certificate: ClientCertificate | CertificateSource;
}

/** A certificate as PEM text. */
export interface CertificatePemDescription extends CertificateSettings {
  readonly kind: 'certificate-pem';
  /** PEM; the own certificate first. */
  readonly certificate: string;
  /** PEM of the private key. @default none: `certificate` holds it too */
  readonly privateKey?: string | undefined;
  /** Opens an encrypted private key. @default none: the key is not encrypted */
  readonly password?: string | undefined;
}

/** A certificate as the bytes of a PFX file. */
export interface CertificatePfxDescription extends CertificateSettings {
  readonly kind: 'certificate-pfx';
  /** The file's bytes, or their base64. */
  readonly pfx: Uint8Array | string;
  /** Opens it. @default the empty password */
  readonly password?: string | undefined;
}

/** A certificate in files that are renewed. */
export interface CertificateFileDescription extends CertificateSettings {
  readonly kind: 'certificate-file';
  /** Path of a PEM or PFX file. */
  readonly certificateFile: string;
  /** Path of the PEM private key. @default none: `certificateFile` holds it too */
  readonly keyFile?: string | undefined;
  /** Opens the PFX file or the encrypted private key. @default none */
  readonly password?: string | undefined;
}

/** A certificate that a function gives, for example out of a vault. */
export interface CertificateCallbackDescription extends CertificateSettings {
  readonly kind: 'certificate-callback';
  /** Gives the certificate to use. */
  readonly load: (signal: AbortSignal) => ClientCertificate | Promise<ClientCertificate>;
  /** For how long an answer is used before the next is asked for. @default 300 */
  readonly refreshSeconds?: number | undefined;
}

/** A shared secret; no token can be bound with it. */
export interface SecretDescription extends CredentialSettings {
  readonly kind: 'client-secret';
  /** The secret itself. */
  readonly clientSecret: string;
}

/** An assertion in a file that is renewed, as pods have it; no token can be bound with it. */
export interface AssertionFileDescription extends CredentialSettings {
  readonly kind: 'assertion-file';
  /** Path of a file that holds a JWT and nothing else; read for every token request. */
  readonly assertionFile: string;
}

/** An assertion and the certificate that it is bound to. */
export interface BoundAssertion {
  /** The JWT; it is sent as `jwt-pop`. */
  readonly assertion: string;
  /** Presented to the authority, and then to the API. */
  readonly certificate: ClientCertificate;
}

/** An assertion that a function makes for one token request. */
export interface AssertionCallbackDescription extends CredentialSettings {
  readonly kind: 'assertion-callback';
  /** Asked once for every token request, so that assertion and certificate always belong together. */
  readonly assertion: (target: ClientAuthTarget) => string | BoundAssertion | Promise<string | BoundAssertion>;
  /** Says that it gives a certificate with each assertion; else no token can be bound with it. @default `false` */
  readonly supportsTokenBinding?: boolean | undefined;
  /** Authenticates by mutual TLS for bearer tokens too. @default `false` */
  readonly useBoundCredential?: boolean | undefined;
}

/** A place in a list with nothing to use. */
export interface SkippedDescription extends CredentialSettings {
  readonly kind: 'skipped';
  readonly skip: true;
}

/** One entry of a list of client credentials. */
export type CredentialDescription =
  | CertificateDescription
  | CertificatePemDescription
  | CertificatePfxDescription
  | CertificateFileDescription
  | CertificateCallbackDescription
  | SecretDescription
  | AssertionFileDescription
  | AssertionCallbackDescription
  | SkippedDescription;

/** What an entry is. */
export type CredentialKind = CredentialDescription['kind'];
