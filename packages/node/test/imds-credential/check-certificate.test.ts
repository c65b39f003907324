import 'reflect-metadata';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as x509 from '@peculiar/x509';
import { checkIssuedCertificate } from '../../src/imds-credential/check-certificate.ts';
import { createSoftwareKeyProvider } from '../../src/machine-key/software-key.ts';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { clientId, tenantId } from './imds-server.ts';

const key = await createSoftwareKeyProvider().current();
const others = await createSoftwareKeyProvider().current();
const authority = await makeCertificate({ kind: 'ec', isAuthority: true });
const now = 1_800_000_000;

interface Wishes {
  readonly of?: typeof key;
  readonly subject?: string;
  readonly from?: number;
  readonly until?: number;
}

async function issue({ of = key, subject, from = -3600, until = 86_400 }: Wishes = {}): Promise<Buffer> {
  const publicKey = await crypto.subtle.importKey(
    'jwk',
    { ...of.signingKey.jwk, alg: 'RS256' },
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    true,
    ['verify'],
  );
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: '4001',
    subject: subject ?? `DC=${tenantId}, CN=${clientId}`,
    issuer: 'CN=machine authority',
    notBefore: new Date((now + from) * 1000),
    notAfter: new Date((now + until) * 1000),
    publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  });
  return Buffer.from(made.rawData);
}

const expected = { key, clientId, tenantId, clock: () => now * 1000 };

suite('a certificate that IMDS gave', () => {
  test('AttachPrivateKeyToCert_ValidInputs_ReturnsValidCertificate', async () => {
    for (const subject of [
      `DC=${tenantId}, CN=${clientId}`,
      `CN=${clientId.toUpperCase()}, DC=${tenantId.toUpperCase()}`,
    ]) {
      const der = await issue({ subject });
      const certificate = checkIssuedCertificate(der, expected);
      assert.deepEqual(Buffer.from(certificate.der), der);
      assert.equal(certificate.privateKey, key.tlsKey);
      assert.equal(JSON.stringify(certificate).includes('privateKey'), false);
    }
  });

  const rows: readonly (readonly [name: string, wishes: Wishes, detail: string])[] = [
    ['for another key', { of: others }, 'key'],
    ['for another identity', { subject: `CN=00000000-1111-4222-8333-444444444444, DC=${tenantId}` }, 'subject'],
    ['Read_Rejects_NonGuid_CN', { subject: `CN=worker, DC=${tenantId}` }, 'subject'],
    ['for another tenant', { subject: `CN=${clientId}, DC=00000000-1111-4222-8333-444444444444` }, 'subject'],
    ['without a tenant', { subject: `CN=${clientId}` }, 'subject'],
    ['with two names', { subject: `CN=${clientId}, CN=${clientId}, DC=${tenantId}` }, 'subject'],
    ['with two tenants', { subject: `CN=${clientId}, DC=${tenantId}, DC=example` }, 'subject'],
    ['without a subject', { subject: '' }, 'subject'],
    ['with both in one value', { subject: `CN="${clientId}, DC=${tenantId}"` }, 'subject'],
    ['that has expired', { from: -7200, until: -1 }, 'expired'],
    ['that begins in an hour', { from: 3600 }, 'begins later'],
  ];
  for (const [name, wishes, detail] of rows) {
    test(`${name} is refused`, async () => {
      const der = await issue(wishes);
      assert.throws(
        () => checkIssuedCertificate(der, expected),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, 'ERR_IMDS_CREDENTIAL_CERTIFICATE');
          assert.match(error.message, new RegExp(detail));
          return true;
        },
      );
    });
  }

  test('one of somebody else, or of the past, is none', async () => {
    const name = '00000000-1111-4222-8333-444444444444';
    const subjects = [`CN=${name}, DC=${tenantId}`, `CN=${clientId}, DC=${name}`];
    for (const wishes of [...subjects.map((subject) => ({ subject })), { from: -7200, until: -1 }]) {
      const der = await issue(wishes);
      assert.throws(() => checkIssuedCertificate(der, expected), { code: 'ERR_IMDS_CREDENTIAL_CERTIFICATE' });
    }
  });

  test('a clock that is ten minutes slow is forgiven', async () => {
    assert.ok(checkIssuedCertificate(await issue({ from: 600 }), expected));
    assert.ok(checkIssuedCertificate(await issue({ until: 0 }), expected));
  });

  test('AttachPrivateKeyToCert_BadContent: what is no DER, has something after it, or is PEM', async () => {
    const der = await issue();
    const pem = new x509.X509Certificate(new Uint8Array(der)).toString('pem');
    for (const bad of [
      Buffer.from('any'),
      Buffer.concat([der, Buffer.from([0])]),
      der.subarray(0, -1),
      Buffer.from(pem),
      Buffer.alloc(0),
    ]) {
      assert.throws(() => checkIssuedCertificate(bad, expected), { code: 'ERR_IMDS_CREDENTIAL_CERTIFICATE' });
    }
  });
});
