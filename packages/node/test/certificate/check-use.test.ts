import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCertificateUse } from '../../src/certificate/check-use.ts';
import { parsePemCertificate } from '../../src/certificate/parse-pem.ts';
import { makeCertificate } from './make-certificate.ts';
import { refusal } from './refusal.ts';

const clientAuth = '1.3.6.1.5.5.7.3.2';
const serverAuth = '1.3.6.1.5.5.7.3.1';
const anyUsage = '2.5.29.37.0';
const root = await makeCertificate({ kind: 'ec', name: 'root' });
const make = async (wishes: Parameters<typeof makeCertificate>[0]) =>
  parsePemCertificate(await makeCertificate({ kind: 'ec', issuer: root, ...wishes }));

test('a certificate is good from its first second to its last', async () => {
  const certificate = await make({});
  const at = (seconds: number) => () => checkCertificateUse(certificate, { clock: () => seconds * 1000 });
  assert.doesNotThrow(at(certificate.notBefore));
  assert.doesNotThrow(at(certificate.notAfter));
  assert.equal(refusal(at(certificate.notBefore - 1)).code, 'ERR_CLIENT_CERTIFICATE_NOT_YET_VALID');
  assert.equal(refusal(at(certificate.notAfter + 1)).code, 'ERR_CLIENT_CERTIFICATE_EXPIRED');
});

test('an extended key usage must name TLS clients; without one, everything is allowed (RFC 5280 section 4.2.1.12)', async () => {
  const refused = [[serverAuth], ['1.3.6.1.5.5.7.3.3', '1.3.6.1.5.5.7.3.4']];
  const allowed = [undefined, [clientAuth], [serverAuth, clientAuth], [anyUsage]];
  for (const usages of refused) {
    const certificate = await make({ usages });
    assert.equal(
      refusal(() => checkCertificateUse(certificate, { clock: Date.now })).code,
      'ERR_CLIENT_CERTIFICATE_USAGE',
    );
  }
  for (const usages of allowed) {
    const certificate = await make(usages === undefined ? {} : { usages });
    assert.doesNotThrow(() => checkCertificateUse(certificate, { clock: Date.now }), `${usages}`);
  }
});

test('a self-signed certificate is refused where that is said, whether it calls itself an authority or not', async () => {
  for (const isAuthority of [true, false]) {
    const certificate = parsePemCertificate(await makeCertificate({ kind: 'ec', isAuthority }));
    assert.equal(certificate.isSelfSigned, true);
    assert.doesNotThrow(() => checkCertificateUse(certificate, { clock: Date.now }));
    const strict = { clock: Date.now, selfSigned: 'refused' } as const;
    assert.equal(refusal(() => checkCertificateUse(certificate, strict)).code, 'ERR_CLIENT_CERTIFICATE_SELF_SIGNED');
  }
  const issued = await make({});
  assert.doesNotThrow(() => checkCertificateUse(issued, { clock: Date.now, selfSigned: 'refused' }));
});

test('a certificate that only bears its issuer’s name is not self-signed', async () => {
  const named = parsePemCertificate(await makeCertificate({ kind: 'ec', name: 'root', issuer: root }));
  assert.equal(named.isSelfSigned, false);
});
