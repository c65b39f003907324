import { createHash, type X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/** The client certificate of the TLS connection that a request came on. */
export interface PresentedCertificate {
  readonly x509: X509Certificate;
  /** base64url SHA-256 of the DER, as in `x5t#S256`. */
  readonly sha256: string;
}

/**
 * Reads the client certificate of a request from its own TLS connection, also from a resumed one. No header is ever looked at.
 *
 * Whoever is at the other end holds its private key: that is what the handshake proved. Not checked: everything else, its issuer,
 * its period and its purposes.
 *
 * @returns undefined when the client presented none, or was not asked for one
 * @see RFC 8705 section 2
 */
export function readPresentedCertificate({ socket }: IncomingMessage): PresentedCertificate | undefined {
  const x509 = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  if (x509 === undefined) return undefined;
  return { x509, sha256: createHash('sha256').update(x509.raw).digest('base64url') };
}
