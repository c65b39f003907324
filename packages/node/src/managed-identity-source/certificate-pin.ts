import { createHash } from 'node:crypto';
import { ManagedIdentityUnusable } from '../errors/managed-identity-errors.ts';

/** The one certificate that a server may have. */
export interface CertificatePin {
  readonly hash: 'sha1' | 'sha256';
  /** In lower case. */
  readonly hex: string;
}

/**
 * Reads a thumbprint: SHA-1 as 40 or SHA-256 as 64 hexadecimal digits, in any letter case.
 *
 * SHA-1 is what Service Fabric writes. To pass with another certificate somebody needs a second preimage, which SHA-1 still withstands; that
 * two certificates can be made alike by one author does not help against a certificate that the platform made.
 *
 * @throws {@link ManagedIdentityUnusable} `ERR_MANAGED_IDENTITY_ENVIRONMENT`
 */
export function parsePin(text: string): CertificatePin {
  const hex = text.toLowerCase();
  if (/^[0-9a-f]{40}$/.test(hex)) return { hash: 'sha1', hex };
  if (/^[0-9a-f]{64}$/.test(hex)) return { hash: 'sha256', hex };
  throw new ManagedIdentityUnusable('ERR_MANAGED_IDENTITY_ENVIRONMENT', {
    source: 'service-fabric',
    detail: 'IDENTITY_SERVER_THUMBPRINT is neither SHA-1 nor SHA-256 in hexadecimal digits',
  });
}

/**
 * Tells whether a certificate is the pinned one.
 *
 * Not checked: its name, its dates and who issued it. A pin names one certificate, whatever it says of itself.
 *
 * @param der - the certificate as the server sent it
 */
export function matchesPin(der: Uint8Array, { hash, hex }: CertificatePin): boolean {
  return createHash(hash).update(der).digest('hex') === hex;
}
