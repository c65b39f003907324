import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PresentedCertificate } from '@holdfast/resource';
import { otherCertificate, ownCertificate, ownCertificateThumbprint } from '../fixture/certificates.ts';
import { incoming, makeValidator, refusal, verdict } from '../fixture/judge.ts';
import { mintToken, now } from '../fixture/people.ts';

const validator = makeValidator();
const judge = async (certificate: PresentedCertificate | undefined, cnf = ownCertificateThumbprint): Promise<string> =>
  verdict(
    validator.authenticate(incoming(`mtls_pop ${await mintToken({ cnf: { 'x5t#S256': cnf } })}`, { certificate })),
  );

test('the certificate of the connection is the one in the token (RFC 8705 section 3)', async () => {
  assert.equal(await judge(ownCertificate), 'accepted');
  assert.equal(await judge(otherCertificate), 'ERR_CERTIFICATE_MISMATCH');
  assert.equal(await judge(undefined), 'ERR_CERTIFICATE_MISSING');
  // One letter in another case: peers compare without.
  const swapped = ownCertificateThumbprint.replace(/[a-z]/, (letter) => letter.toUpperCase());
  assert.notEqual(swapped, ownCertificateThumbprint);
  assert.equal(await judge(ownCertificate, swapped), 'ERR_CERTIFICATE_MISMATCH');
});

test('the certificate is in force at the time of the request, also on a resumed session', async () => {
  const at = now();
  for (const [notBefore, notAfter, code] of [
    [at, at, 'accepted'],
    [at + 1, at + 2, 'ERR_CERTIFICATE_EXPIRED'],
    [at - 2, at - 1, 'ERR_CERTIFICATE_EXPIRED'],
    [Number.NaN, at + 1, 'ERR_CERTIFICATE_EXPIRED'],
    [at - 1, Number.NaN, 'ERR_CERTIFICATE_EXPIRED'],
  ] as const) {
    assert.equal(await judge({ ...ownCertificate, notBefore, notAfter }), code, `${notBefore} to ${notAfter}`);
  }
});

test('a certificate in a header is no certificate', async () => {
  const token = await mintToken({ cnf: { 'x5t#S256': ownCertificateThumbprint } });
  const encoded = Buffer.from(ownCertificate.der).toString('base64');
  for (const name of [
    'X-Client-Cert',
    'X-ARR-ClientCert',
    'X-Forwarded-Client-Cert',
    'Client-Cert',
    'ssl-client-cert',
  ]) {
    const headers = [
      ['Authorization', `mtls_pop ${token}`],
      [name, encoded],
    ] as const;
    const failure = await refusal(validator.authenticate(incoming(null, { headers })), 'ERR_CERTIFICATE_MISSING');
    assert.match(failure.challenges.join(), /^mtls_pop error="invalid_token"/);
  }
});

test('a caller with a certificate is told which one it proved', async () => {
  const token = await mintToken({ cnf: { 'x5t#S256': ownCertificateThumbprint } });
  const caller = await validator.authenticate(incoming(`mtls_pop ${token}`, { certificate: ownCertificate }));
  assert.equal(caller.scheme, 'mtls_pop');
  assert.deepEqual(caller.binding, { method: 'certificate', thumbprint: ownCertificateThumbprint });
});
