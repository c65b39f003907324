import { Refused } from '../errors/refused.ts';
import type {
  ConnectionCertificate,
  IncomingConnection,
  IncomingRequest,
  PresentedCertificate,
} from '../incoming/incoming-request.ts';
import { type KnownCertificate, knowCertificate } from './certificate-rules.ts';

// Reading and hashing costs more than all that is compared with it, and one connection keeps its certificate. That there is none is
// not remembered.
const certificates = new WeakMap<IncomingConnection, KnownCertificate>();

/**
 * Reads the client certificate from the connection of a request, once for each connection, also from a resumed TLS session. No header is
 * looked at.
 *
 * Not checked: anything about the certificate. That its private key is held at the other end is what the handshake proved.
 *
 * @returns undefined when the client presented none, was not asked for one, or the connection has ended
 * @see RFC 8705 section 3
 */
export async function readConnectionCertificate(incoming: IncomingRequest): Promise<KnownCertificate | undefined> {
  if (incoming.certificate !== undefined) return knowCertificate(incoming.certificate);
  return incoming.connection === undefined ? undefined : readFrom(incoming.connection);
}

/** Reads the certificate of a connection, once. */
export async function readFrom(connection: IncomingConnection): Promise<KnownCertificate | undefined> {
  const known = certificates.get(connection);
  if (known !== undefined) return known;
  const presented = connection.getPeerX509Certificate?.();
  if (presented === undefined) {
    // A resumed session has the certificate of the first one, or none: nobody is asked again.
    if (connection.isSessionReused?.() === true) throw new Refused('ERR_CERTIFICATE_RESUMED');
    return undefined;
  }
  const read = await knowCertificate(fromX509(presented));
  certificates.set(connection, read);
  return read;
}

/** Reads what is needed of a certificate as Node gives it. */
export function fromX509({ raw, validFromDate, validToDate, keyUsage }: ConnectionCertificate): PresentedCertificate {
  return {
    der: raw,
    notBefore: validFromDate.getTime() / 1000,
    notAfter: validToDate.getTime() / 1000,
    extendedKeyUsage: keyUsage,
  };
}
