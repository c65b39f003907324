import type { CertificateSource } from '../certificate/certificate-source.ts';
import type { CertificateHolder } from './certificate-holder.ts';
import type { IdentityCertificate } from './identity-certificate.ts';

// No resource has this name.
const nobody = '';

/**
 * Makes the certificate of an identity a source like any other: for tokens of another client, and for APIs that want a certificate and no token.
 *
 * Not done: asking for a new one when the authority refuses it; `invalidate` says so, and the next call asks.
 */
export function createIdentitySource(holder: CertificateHolder): CertificateSource {
  let latest: IdentityCertificate | undefined;
  let refused: IdentityCertificate | undefined;
  return Object.freeze({
    async current(signal?: AbortSignal) {
      const isOwed = refused !== undefined && holder.successorOf(refused) === undefined;
      latest = isOwed
        ? await holder.replace({ reason: 'remediation', resource: nobody, refused }, signal)
        : await holder.current(nobody, false, signal);
      refused = undefined;
      return latest.certificate;
    },
    invalidate() {
      refused = latest;
    },
    close() {},
  });
}
