import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeCompactJws, generateSigningKey } from '@holdfast/core';
import { createFakeClock } from '@holdfast/testing';
import { importJWK, jwtVerify } from 'jose';
import { createCertificateCredential } from '../../src/client-auth/certificate-assertion.ts';

const signal = new AbortController().signal;
const target = { clientId: 'client', tokenEndpoint: 'https://login.example/t/oauth2/v2.0/token', signal };
const key = await generateSigningKey({ alg: 'PS256' });

test('an independent library verifies the assertion (RFC 7523 section 3)', async () => {
  const clock = createFakeClock();
  const credential = createCertificateCredential({
    key,
    reference: { 'x5t#S256': 'thumb' },
    chain: ['AAAA', 'BBBB'],
    clock,
  });
  const parameters = await credential(target);
  assert.equal(parameters['client_assertion_type'], 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
  const { payload, protectedHeader } = await jwtVerify(
    parameters['client_assertion']!,
    await importJWK(key.jwk, 'PS256'),
    {
      audience: target.tokenEndpoint,
      issuer: 'client',
      subject: 'client',
      currentDate: new Date(clock()),
      requiredClaims: ['jti', 'iat', 'nbf', 'exp'],
    },
  );
  assert.equal(payload.exp! - payload.iat!, 600);
  assert.deepEqual(protectedHeader, { alg: 'PS256', typ: 'JWT', 'x5t#S256': 'thumb', x5c: ['AAAA', 'BBBB'] });
});

test('an assertion is reused until a minute before it expires, and only for its audience', async () => {
  const clock = createFakeClock();
  const credential = createCertificateCredential({ key, reference: { x5t: 'thumb' }, clock });
  const first = await credential(target);
  clock.advance(539);
  assert.deepEqual(await credential(target), first);
  const elsewhere = await credential({ ...target, tokenEndpoint: 'https://login.example/other/token' });
  assert.notDeepEqual(elsewhere, first);
  clock.advance(1);
  assert.notDeepEqual(await credential(target), first);
});

test('two clients that share a credential have an assertion each', async () => {
  const credential = createCertificateCredential({ key, reference: { x5t: 'thumb' }, clock: createFakeClock() });
  for (const clientId of ['one', 'two', 'one']) {
    const { client_assertion: assertion = '' } = await credential({ ...target, clientId });
    assert.equal(decodeCompactJws(assertion).payload['iss'], clientId);
  }
});
