import { createHash, X509Certificate } from 'node:crypto';

/** SHA-256 of the public key of a PEM certificate, in base64: what a browser is told to trust. */
export function hashOfKey(certificate: string): string {
  const { publicKey } = new X509Certificate(certificate);
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}
