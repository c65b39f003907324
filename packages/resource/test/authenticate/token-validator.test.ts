import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthenticationFailure, type IncomingRequest, type PresentedCertificate } from '@holdfast/resource';
import { ownCertificateThumbprint } from '../fixture/certificates.ts';
import { incoming, makeValidator, refusal, verdict } from '../fixture/judge.ts';
import { keys, mintToken, signRequest } from '../fixture/people.ts';

test('what no step foresaw is a refusal with 500, and says nothing', async () => {
  const validator = makeValidator();
  const certificate = {
    notBefore: 0,
    notAfter: 1,
    get der(): never {
      throw new Error('the TLS layer broke');
    },
  };
  const token = await mintToken({ cnf: { 'x5t#S256': ownCertificateThumbprint } });
  const request = incoming(`mtls_pop ${token}`, { certificate: certificate as PresentedCertificate });
  const failure = await refusal(validator.authenticate(request), 'ERR_AUTHENTICATE_INTERNAL');
  assert.equal(failure.status, 500);
  assert.equal(failure.expose, false);
  assert.deepEqual(failure.challenges, []);
  assert.doesNotMatch(failure.message, /TLS/);
});

test('a sink that throws changes no verdict', async () => {
  const events = () => {
    throw new Error('the sink broke');
  };
  const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
  const validator = makeValidator({ events });
  const request = incoming(`PoP ${await signRequest({ accessToken })}`);
  assert.equal(await verdict(validator.authenticate(request)), 'accepted');
  assert.equal(await verdict(validator.authenticate(request)), 'ERR_REPLAY_REPEATED');
});

test('every refusal is one event with code and status', async () => {
  const validator = makeValidator();
  await verdict(validator.authenticate(incoming(null)));
  await verdict(validator.authenticate(incoming('PoP a, PoP b')));
  assert.deepEqual(validator.events, [
    { name: 'request.refused', code: 'ERR_CREDENTIAL_MISSING', status: 401 },
    { name: 'request.refused', code: 'ERR_CREDENTIAL_MALFORMED', status: 400 },
  ]);
});

test('client claims of the proof are handed on as the text that was signed', async () => {
  const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
  const validator = makeValidator();
  const caller = await validator.authenticate(
    incoming(`PoP ${await signRequest({ accessToken, clientClaims: '{"a":1}' })}`),
  );
  assert.equal(caller.clientClaims, '{"a":1}');
});

test('many different callers at once never get each other’s verdict', async () => {
  const validator = makeValidator();
  const attempts = Array.from({ length: 40 }, async (_, index) => {
    const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint }, sub: `subject-${index}` });
    const url = index % 2 === 0 ? undefined : 'https://elsewhere.example/orders';
    const request: IncomingRequest = incoming(
      `PoP ${await signRequest({ accessToken, ...(url === undefined ? {} : { url }) })}`,
    );
    return validator.authenticate(request).then(
      (caller) => caller.claims['sub'],
      (error: unknown) => (error instanceof AuthenticationFailure ? error.code : String(error)),
    );
  });
  const found = await Promise.all(attempts);
  assert.deepEqual(
    found,
    found.map((_, index) => (index % 2 === 0 ? `subject-${index}` : 'ERR_SHR_HOST')),
  );
});
