import { createPrivateKey, X509Certificate } from 'node:crypto';
import { buildClientCertificate, type ClientCertificate } from '../../src/certificate/client-certificate.ts';
import { makeCertificate } from '../certificate/make-certificate.ts';

/**
 * Makes many certificates quickly: one, with another serial number each. Their own signatures no longer fit, which only somebody who verifies them
 * would notice, and neither a pool nor a server that trusts nobody does.
 */
export async function createCertificateMint(): Promise<(serial: number) => ClientCertificate> {
  const { certificate, privateKey } = await makeCertificate({ kind: 'ec', serialNumber: '0a0b0c0d0e' });
  const der = new X509Certificate(certificate).raw;
  const key = createPrivateKey(privateKey);
  const place = der.indexOf(Buffer.from('0a0b0c0d0e', 'hex'));
  return (serial) => {
    const other = Buffer.from(der);
    other.writeUInt32BE(serial, place + 1);
    return buildClientCertificate({ leaf: new X509Certificate(other), others: [], privateKey: key });
  };
}
