import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseClaimsChallenge, parseWwwAuthenticate } from '@holdfast/core';
import { buildFailureResponse, claimsChallenge, corsExposedHeaders, createTokenValidator } from '@holdfast/resource';
import { incoming, makeValidator, refusal } from '../fixture/judge.ts';
import { audience, clock, issuer, keys, mintToken, origin, signRequest, tenant } from '../fixture/people.ts';

test('a refusal becomes status, challenge, no-store and a body in fixed words', async () => {
  const failure = await refusal(
    makeValidator().authenticate(incoming(`Bearer ${await mintToken()}`)),
    'ERR_BINDING_UNBOUND',
  );
  const { status, headers, body } = buildFailureResponse(failure);
  assert.equal(status, 401);
  assert.deepEqual(headers, [
    ['WWW-Authenticate', failure.challenges[0]],
    ['Cache-Control', 'no-store'],
    ['Content-Type', 'application/json'],
  ]);
  assert.deepEqual(JSON.parse(body), {
    error: 'invalid_token',
    error_description: 'The access token is not bound to a key or certificate',
    code: 'ERR_BINDING_UNBOUND',
  });
});

test('several challenges are several lines', async () => {
  const failure = await refusal(
    makeValidator({ proof: 'when-bound' }).authenticate(incoming(null)),
    'ERR_CREDENTIAL_MISSING',
  );
  const { headers } = buildFailureResponse(failure);
  assert.deepEqual(headers.slice(0, 2), [
    ['WWW-Authenticate', 'PoP'],
    ['WWW-Authenticate', 'Bearer'],
  ]);
});

test('faults on this side are not described', async () => {
  const validator = createTokenValidator({
    issuers: [{ issuer, jwksUri: 'https://login.example/keys', tenants: [tenant] }],
    audience,
    origins: origin,
    clock,
    transport: () => Promise.reject(new Error('getaddrinfo ENOTFOUND internal-name.corp')),
  });
  const token = await mintToken({ cnf: { kid: keys.client.thumbprint } });
  const request = incoming(`PoP ${await signRequest({ accessToken: token })}`);
  const failure = await refusal(validator.authenticate(request), 'ERR_ISSUER_KEYS_UNAVAILABLE');
  const { status, headers, body } = buildFailureResponse(failure);
  assert.equal(status, 503);
  assert.deepEqual(JSON.parse(body), { error: 'temporarily_unavailable' });
  assert.ok(!headers.some(([name]) => name === 'WWW-Authenticate'));
});

test('what is not a refusal of ours is a bare 500', () => {
  for (const thrown of [new Error('secret detail'), new TypeError('x'), 'text', undefined, null, { status: 200 }]) {
    const { status, body } = buildFailureResponse(thrown);
    assert.equal(status, 500);
    assert.equal(body, '{"error":"server_error"}');
  }
});

test('a claims challenge speaks under Bearer, in padded base64 (the form real clients read)', () => {
  const claims = { access_token: { nbf: { essential: true, value: '1750000000' } } };
  const failure = claimsChallenge(claims);
  assert.equal(failure.status, 401);
  assert.equal(failure.code, 'ERR_CLAIMS_INSUFFICIENT');
  assert.equal(failure.challenges.length, 1);
  const [challenge] = parseWwwAuthenticate(failure.challenges);
  assert.equal(challenge?.scheme, 'bearer');
  assert.equal(challenge?.params.get('error'), 'insufficient_claims');
  const encoded = challenge?.params.get('claims') ?? '';
  assert.equal(encoded, Buffer.from(JSON.stringify(claims)).toString('base64'));
  assert.deepEqual(parseClaimsChallenge(encoded), claims);
  assert.equal(JSON.parse(buildFailureResponse(failure).body).error, 'insufficient_claims');
});

test('pages may read both headers', () => {
  assert.deepEqual(corsExposedHeaders, [
    'Access-Control-Expose-Headers',
    'WWW-Authenticate, Authentication-Info, Retry-After',
  ]);
});
