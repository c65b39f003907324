import { createHash } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import type { ClientCertificate } from '../certificate/client-certificate.ts';
import { openSecureContext } from './secure-context.ts';

/** What tells one certificate from another on the wire. */
export interface CertificateIdentity {
  /**
   * SHA-256 over the DER of the certificate and its chain; its key is in there, as the one that the certificate is for. The same
   * certificate with a renewed chain is another: servers see another.
   */
  readonly digest: string;
  /** Parsed when first asked for, and then shared by every connection. */
  openContext(): SecureContext;
}

/**
 * Knows certificates by what they say, and remembers each for as long as somebody holds it.
 *
 * @param ca - PEM of the authorities to trust in servers
 */
export function createIdentities(
  ca: readonly string[] | undefined,
): (certificate: ClientCertificate) => CertificateIdentity {
  const known = new WeakMap<ClientCertificate, CertificateIdentity>();
  return (certificate) => {
    const remembered = known.get(certificate);
    if (remembered !== undefined) return remembered;
    let context: SecureContext | undefined;
    const identity: CertificateIdentity = {
      digest: createHash('sha256').update(certificate.x5c.join()).digest('base64url'),
      openContext() {
        context ??= openSecureContext(certificate, ca);
        return context;
      },
    };
    known.set(certificate, identity);
    return identity;
  };
}
