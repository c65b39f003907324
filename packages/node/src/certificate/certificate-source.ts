import type { CertificateCode } from '../errors/certificate-invalid.ts';
import type { ClientCertificate } from './client-certificate.ts';

/**
 * Where a certificate comes from that can be renewed while the process runs.
 *
 * An implementation never gives a certificate whose key does not belong to it, and keeps the last good one while a new one is bad.
 */
export interface CertificateSource {
  /**
   * The certificate to use now; ask again for every request.
   *
   * @param signal - ends this caller's wait
   * @throws {@link CertificateInvalid}, or whatever a callback throws, when there is no certificate that could be used
   */
  current(signal?: AbortSignal): Promise<ClientCertificate>;
  /** Says that a server refused what `current` gave: the source looks for a new one, before the next call if it can. */
  invalidate(): void;
  /** Stops watching; `current` still gives what is known. */
  close(): void;
}

/** A source has its first certificate, or a new one; new requests go out with it. */
export interface CertificateLoaded {
  readonly name: 'certificate.loaded';
  /** SHA-256 thumbprint of the new one. */
  readonly x5tS256: string;
  /** SHA-256 thumbprint of the one before; absent for the first. */
  readonly previousX5tS256?: string | undefined;
  /** The last second of its life, in epoch seconds. */
  readonly notAfter: number;
}

/** A source found something that cannot be used; it keeps what it had. */
export interface CertificateRefused {
  readonly name: 'certificate.refused';
  /** The error's code, or `ERR_UNKNOWN` for an error that is not ours. */
  readonly code: CertificateCode | 'ERR_UNKNOWN';
  /** SHA-256 thumbprint of what goes on being used; absent when there is none. */
  readonly keptX5tS256?: string | undefined;
}

/** What sources tell. */
export type CertificateEvent = CertificateLoaded | CertificateRefused;
