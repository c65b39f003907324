import type { Transport } from '@holdfast/core';
import { type BindingCertificate, BindingUnavailable, type BoundCredential } from '@holdfast/oauth';
import { checkGivenCertificate } from '../certificate/check-given.ts';
import type { ClientCertificate } from '../certificate/client-certificate.ts';
import type { MtlsPool } from '../mtls/mtls-pool.ts';

/** The certificates of a client with the connections that present them. */
export interface CertificateConnections {
  /** The certificate as a credential; the same object for the same certificate. @throws {@link CertificateInvalid} */
  credentialOf(given: unknown): BoundCredential;
  /** The same, without a look at a certificate that is known already. */
  findKnown(certificate: BindingCertificate): BoundCredential | undefined;
  /**
   * The certificate of the moment of a source, or of a client. The connections of the one before are let go of; requests that are under way
   * finish.
   *
   * @throws {@link CertificateInvalid}
   */
  follow(origin: object, given: unknown): BoundCredential;
  /**
   * Connections that present the certificate, and no other.
   *
   * @throws {@link BindingUnavailable} for what is no certificate with its key
   */
  present(certificate: BindingCertificate): Transport;
}

/** Makes certificates go with their connections, of which a pool has the most. */
export function createCertificateConnections(pool: MtlsPool): CertificateConnections {
  const transports = new WeakMap<ClientCertificate, Transport>();
  const credentials = new WeakMap<ClientCertificate, BoundCredential>();
  const latest = new WeakMap<object, ClientCertificate>();
  const transportOf = (certificate: ClientCertificate): Transport => {
    const open = transports.get(certificate) ?? pool.transport(certificate);
    transports.set(certificate, open);
    return open;
  };
  const credentialOf = (given: unknown): BoundCredential => {
    const certificate = checkGivenCertificate(given);
    const known = credentials.get(certificate);
    if (known !== undefined) return known;
    const transport = transportOf(certificate);
    const credential = Object.freeze({ certificate, transport, parameters: Object.freeze({}) });
    credentials.set(certificate, credential);
    return credential;
  };
  return {
    credentialOf,
    findKnown: (certificate) => credentials.get(certificate as ClientCertificate),
    follow(origin, given) {
      const certificate = checkGivenCertificate(given);
      const before = latest.get(origin);
      latest.set(origin, certificate);
      if (before !== undefined && before.x5tS256 !== certificate.x5tS256) void pool.retire(before);
      return credentialOf(certificate);
    },
    present(given) {
      try {
        return transportOf(checkGivenCertificate(given));
      } catch (cause) {
        throw new BindingUnavailable({ cause });
      }
    },
  };
}
