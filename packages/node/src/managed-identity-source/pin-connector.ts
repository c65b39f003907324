import type { TLSSocket } from 'node:tls';
import type { buildConnector as BuildConnector } from 'undici';
import { ManagedIdentityFailed } from '../errors/managed-identity-errors.ts';
import { type CertificatePin, matchesPin } from './certificate-pin.ts';

/**
 * Lets a way of opening connections hand on those to the pinned server only: the certificate of this very handshake is compared, always.
 *
 * A connection that fails is never handed on, so nothing has been written to it. Who issued the certificate and for which name decides nothing,
 * in either direction; `connect` must neither refuse certificates itself nor resume sessions.
 *
 * @see RFC 8446 section 4.4.2
 */
export function pinConnector(connect: BuildConnector.connector, pin: CertificatePin): BuildConnector.connector {
  return (target, done) => {
    connect(target, (...[error, socket]) => {
      if (error !== null) return done(error, null);
      const certificate = (socket as Partial<TLSSocket>).getPeerX509Certificate?.();
      if (certificate !== undefined && matchesPin(certificate.raw, pin)) return done(null, socket);
      socket.destroy();
      done(new ManagedIdentityFailed('ERR_MANAGED_IDENTITY_PIN'), null);
    });
  };
}
