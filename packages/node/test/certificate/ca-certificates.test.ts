import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCertificates } from '../../src/certificate/ca-certificates.ts';
import { makeCertificate } from './make-certificate.ts';

const root = await makeCertificate({ kind: 'ec', name: 'root' });
const leaf = await makeCertificate({ kind: 'ec', issuer: root });

test('a bundle may hold text between the certificates', () => {
  const bundle = `# root\n${root.certificate}\n# leaf\r\n${leaf.certificate}\n`;
  assert.equal(parseCertificates(bundle, 'ca').length, 2);
});

test('a bundle that was cut short is refused, not shortened', () => {
  const bundle = `${root.certificate}\n${leaf.certificate}`;
  assert.throws(() => parseCertificates(bundle.slice(0, -40), 'ca'), TypeError);
});

test('text without a certificate is a programming error that quotes nothing', () => {
  for (const wrong of ['', 'CANARY', undefined, leaf.privateKey, broken('CANARY')]) {
    assert.throws(
      () => parseCertificates(wrong, 'ca'),
      (error: Error) => error instanceof TypeError && !`${error.message}${String(error.cause)}`.includes('CANARY'),
    );
  }
});

function broken(body: string): string {
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`;
}
