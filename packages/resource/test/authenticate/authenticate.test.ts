import assert from 'node:assert/strict';
import { test } from 'node:test';
import { incoming, makeValidator, refusal } from '../fixture/judge.ts';
import { keys, mintToken, signRequest, tenant } from '../fixture/people.ts';

test('a bound token with its proof is accepted, and its facts are told', async () => {
  const validator = makeValidator();
  const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
  const caller = await validator.authenticate(incoming(`PoP ${await signRequest({ accessToken })}`));
  assert.equal(caller.scheme, 'pop');
  assert.deepEqual(caller.binding, { method: 'key', thumbprint: keys.client.thumbprint });
  assert.equal(caller.tenant, tenant);
  assert.deepEqual(caller.roles, ['Orders.Read']);
  assert.deepEqual(caller.scopes, []);
  assert.equal(caller.claims['ver'], '2.0');
  assert.deepEqual(validator.events, [{ name: 'request.authenticated', scheme: 'pop', binding: 'key', tenant }]);
});

test('the same token as plain Bearer is refused under every policy (RFC 9449 section 7.2)', async () => {
  const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
  for (const proof of ['required', 'when-bound'] as const) {
    const failure = await refusal(
      makeValidator({ proof }).authenticate(incoming(`Bearer ${accessToken}`)),
      'ERR_BINDING_PROOF_MISSING',
    );
    assert.equal(failure.status, 401);
    assert.equal(failure.challenges.length, 1);
    assert.match(failure.challenges[0] ?? '', /^PoP error="invalid_token"/);
  }
  const bearerOnly = makeValidator({ proof: 'bearer-only', origins: undefined });
  await refusal(bearerOnly.authenticate(incoming(`Bearer ${accessToken}`)), 'ERR_BINDING_BOUND');
});

test('an unbound token passes only where the API says so', async () => {
  const request = incoming(`Bearer ${await mintToken()}`);
  await refusal(makeValidator().authenticate(request), 'ERR_BINDING_UNBOUND');
  for (const proof of ['when-bound', 'bearer-only'] as const) {
    const caller = await makeValidator({ proof }).authenticate(request);
    assert.deepEqual(caller.binding, { method: 'none' });
    assert.deepEqual(caller.headers, []);
  }
});
