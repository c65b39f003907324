import assert from 'node:assert/strict';
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { parseCertificates, readCertificate } from '../../src/certificate/read-certificate.ts';
import { makeCertificate } from './make-certificate.ts';

const root = await makeCertificate({ name: 'root' });
const leaf = await makeCertificate({ issuer: root });
const elliptic = await makeCertificate({ kind: 'ec' });

test('thumbprints and chain come from the DER, the own certificate first (RFC 7515 section 4.1.7 and 4.1.8)', () => {
  const read = readCertificate(`${leaf.certificate}\n${root.certificate}`, leaf.privateKey);
  const der = new X509Certificate(leaf.certificate).raw;
  assert.equal(read.sha256, createHash('sha256').update(der).digest('base64url'));
  assert.equal(read.sha1, createHash('sha1').update(der).digest('base64url'));
  assert.deepEqual(read.chain, [der.toString('base64'), new X509Certificate(root.certificate).raw.toString('base64')]);
});

test('a key that belongs to another certificate is refused', () => {
  assert.throws(() => readCertificate(leaf.certificate, root.privateKey), /does not belong/);
  assert.throws(() => readCertificate(`${root.certificate}\n${leaf.certificate}`, leaf.privateKey), /does not belong/);
});

test('what is not PEM, is encrypted or is not RSA is a programming error that quotes nothing', () => {
  const cipher = { cipher: 'aes-256-cbc', passphrase: 'CANARY' };
  const encrypted = createPrivateKey(leaf.privateKey).export({ type: 'pkcs8', format: 'pem', ...cipher }) as string;
  const pairs: [unknown, unknown][] = [
    ['CANARY', leaf.privateKey],
    [leaf.certificate, 'CANARY'],
    [leaf.certificate, encrypted],
    [leaf.certificate, leaf.certificate],
    [leaf.privateKey, leaf.privateKey],
    [undefined, leaf.privateKey],
    [leaf.certificate, undefined],
    [elliptic.certificate, elliptic.privateKey],
    ['-----BEGIN CERTIFICATE-----\nCANARY\n-----END CERTIFICATE-----', leaf.privateKey],
  ];
  for (const [certificate, privateKey] of pairs) {
    assert.throws(
      () => readCertificate(certificate as string, privateKey as string),
      (error: Error) => error instanceof TypeError && !`${error.message}${String(error.cause)}`.includes('CANARY'),
    );
  }
});

test('a bundle may hold text between the certificates', () => {
  const bundle = `# root\n${root.certificate}\n# leaf\r\n${leaf.certificate}\n`;
  assert.equal(parseCertificates(bundle, 'ca').length, 2);
  assert.throws(() => parseCertificates('', 'ca'), /ca must be PEM text/);
});
