import type { CertificatePair } from './certificate-pair.ts';
import { exportPrivateKeyPem, generateKeyPair } from './key-pair.ts';
import { loopbackAlternativeNames } from './loopback-names.ts';
import { randomSerialNumber, validityFrom } from './validity.ts';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from './x509.ts';

/**
 * Makes a server certificate for the loopback names that nobody but its own key signs, as Service Fabric has them.
 *
 * It says nothing about key usage: one that is not among the certificate-signing kind would keep OpenSSL from taking the certificate for
 * its own issuer, and so from trusting it at all.
 *
 * @param at - epoch milliseconds
 */
export async function createSelfSignedServerCertificate(commonName: string, at: number): Promise<CertificatePair> {
  const keys = await generateKeyPair('p-256');
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerialNumber(),
    name: `CN=${commonName}`,
    ...validityFrom(at),
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      loopbackAlternativeNames(),
    ],
  });
  return { certPem: `${certificate.toString('pem')}\n`, keyPem: await exportPrivateKeyPem(keys) };
}
