import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseWwwAuthenticate } from '@holdfast/core';
import type { AuthenticationFailureCode, IncomingRequest, ProofPolicy } from '@holdfast/resource';
import { incoming, makeValidator, refusal } from '../fixture/judge.ts';
import { keys, mintToken, now, signRequest } from '../fixture/people.ts';

const boundToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
const expired = { exp: now() - 100, iat: now() - 200, nbf: now() - 200 };
const bearer = async (claims = {}): Promise<IncomingRequest> => incoming(`Bearer ${await mintToken(claims)}`);
const pop = async (accessToken: string): Promise<IncomingRequest> =>
  incoming(`PoP ${await signRequest({ accessToken, url: 'https://elsewhere.example/' })}`);

type Expectation = readonly [ProofPolicy, IncomingRequest, AuthenticationFailureCode, readonly string[]];
const token = (scheme: string, description: string): string =>
  `${scheme} error="invalid_token", error_description="${description}"`;

const expectations: Readonly<Record<string, Expectation>> = {
  'nothing sent, proof required': ['required', incoming(null), 'ERR_CREDENTIAL_MISSING', ['PoP']],
  'nothing sent, both accepted': ['when-bound', incoming(null), 'ERR_CREDENTIAL_MISSING', ['PoP', 'Bearer']],
  'nothing sent, bearer only': ['bearer-only', incoming(null), 'ERR_CREDENTIAL_MISSING', ['Bearer']],
  'unknown scheme': ['when-bound', incoming('Basic dTpw'), 'ERR_CREDENTIAL_SCHEME', ['PoP', 'Bearer']],
  'malformed header': [
    'required',
    incoming('PoP'),
    'ERR_CREDENTIAL_MALFORMED',
    ['PoP error="invalid_request", error_description="The Authorization header is not one scheme and one token"'],
  ],
  'expired under Bearer, accepted there': [
    'when-bound',
    await bearer(expired),
    'ERR_TOKEN_EXPIRED',
    [token('Bearer', 'The access token has expired')],
  ],
  'expired under Bearer, not accepted there': [
    'required',
    await bearer(expired),
    'ERR_TOKEN_EXPIRED',
    [token('PoP', 'The access token has expired')],
  ],
  'unbound under Bearer': [
    'required',
    await bearer(),
    'ERR_BINDING_UNBOUND',
    [token('PoP', 'The access token is not bound to a key or certificate')],
  ],
  'bound to a key under Bearer': [
    'when-bound',
    incoming(`Bearer ${boundToken}`),
    'ERR_BINDING_PROOF_MISSING',
    [token('PoP', 'The access token is bound to a key and came without proof of it')],
  ],
  'bound, bearer only': [
    'bearer-only',
    incoming(`Bearer ${boundToken}`),
    'ERR_BINDING_BOUND',
    [token('Bearer', 'The access token is bound, and this API cannot check its proof')],
  ],
  'a proof for elsewhere': [
    'when-bound',
    await pop(boundToken),
    'ERR_SHR_HOST',
    [token('PoP', 'The proof was made for another host (u)')],
  ],
};

for (const [name, [policy, request, code, lines]] of Object.entries(expectations)) {
  test(`challenge: ${name} (RFC 6750 section 3)`, async () => {
    const failure = await refusal(makeValidator({ proof: policy }).authenticate(request), code);
    assert.deepEqual(failure.challenges, lines);
  });
}

test('a realm goes with every challenge but the nonce, which stands alone', async () => {
  const request = await pop(boundToken);
  const failure = await refusal(makeValidator({ realm: 'orders' }).authenticate(request), 'ERR_SHR_HOST');
  assert.match(failure.challenges[0] ?? '', /^PoP realm="orders", error="invalid_token"/);
  const nonce = await refusal(
    makeValidator({ realm: 'orders', nonce: {} }).authenticate(incoming(null)),
    'ERR_CREDENTIAL_MISSING',
  );
  assert.match(nonce.challenges.join('\n'), /^PoP nonce="[A-Za-z0-9_-]{60}"$/);
});

test('a nonce survives the way MSAL.js splits the header: at commas and at the first =', async () => {
  const failure = await refusal(makeValidator({ nonce: {} }).authenticate(incoming(null)), 'ERR_CREDENTIAL_MISSING');
  const [scheme, ...rest] = (failure.challenges[0] ?? '').split(' ');
  const [pair = ''] = rest.join(' ').split(',');
  const [name, value, ...more] = pair.split('=');
  assert.deepEqual([scheme, name, more], ['PoP', 'nonce', []]);
  assert.equal(value, `"${parseWwwAuthenticate(failure.challenges)[0]?.params.get('nonce')}"`);
});
