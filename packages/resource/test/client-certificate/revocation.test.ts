import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnownCertificate, RevocationCheck } from '@holdfast/resource';
import { otherCertificate, ownCertificate, ownCertificateThumbprint } from '../fixture/certificates.ts';
import { incoming, makeValidator, refusal, verdict } from '../fixture/judge.ts';
import { mintToken } from '../fixture/people.ts';

const token = await mintToken({ cnf: { 'x5t#S256': ownCertificateThumbprint } });
const request = incoming(`mtls_pop ${token}`, { certificate: ownCertificate });
const judge = (isRevoked: RevocationCheck): Promise<string> =>
  verdict(makeValidator({ clientCertificates: { isRevoked } }).authenticate(request));

test('only a plain no lets a certificate pass', async () => {
  assert.equal(await judge(() => false), 'accepted');
  assert.equal(await judge(async () => false), 'accepted');
  for (const answer of [true, Promise.resolve(true), undefined, null, 0, '', 'false', {}]) {
    assert.equal(await judge(() => answer as boolean), 'ERR_CERTIFICATE_REVOKED', String(answer));
  }
});

test('a check that fails is a 503, and an event', async () => {
  const cause = new Error('the list cannot be read');
  for (const isRevoked of [
    () => Promise.reject(cause),
    () => {
      throw cause;
    },
  ]) {
    const validator = makeValidator({ clientCertificates: { isRevoked } });
    const failure = await refusal(validator.authenticate(request), 'ERR_CERTIFICATE_UNCHECKED');
    assert.deepEqual([failure.status, failure.challenges], [503, []]);
    assert.deepEqual(validator.events[0], { name: 'revocation.failed', cause });
  }
});

test('the check is asked about the certificate that was matched, once, and after everything else about it', async () => {
  const asked: KnownCertificate[] = [];
  const validator = makeValidator({
    clientCertificates: {
      isRevoked: (certificate) => {
        asked.push(certificate);
        return false;
      },
    },
  });
  await verdict(validator.authenticate({ ...request, certificate: otherCertificate }));
  await verdict(validator.authenticate({ ...request, certificate: { ...ownCertificate, notAfter: 0 } }));
  assert.deepEqual(asked, []);
  await validator.authenticate(request);
  assert.deepEqual(
    asked.map(({ thumbprint, der }) => [thumbprint, der]),
    [[ownCertificateThumbprint, ownCertificate.der]],
  );
});

test('a certificate is named by its bytes, whatever thumbprint comes with it', async () => {
  const posing = { ...otherCertificate, thumbprint: ownCertificateThumbprint };
  const posed = makeValidator().authenticate({ ...request, certificate: posing });
  assert.equal(await verdict(posed), 'ERR_CERTIFICATE_MISMATCH');
});
