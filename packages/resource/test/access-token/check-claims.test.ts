import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '@holdfast/core';
import type { TokenValidatorOptions } from '@holdfast/resource';
import { incoming, makeValidator, verdict } from '../fixture/judge.ts';
import { clock, keys, mintToken, now } from '../fixture/people.ts';

const judge = async (claims: JsonObject, options: Partial<TokenValidatorOptions> = {}): Promise<string> =>
  verdict(
    makeValidator({ proof: 'when-bound', ...options }).authenticate(incoming(`Bearer ${await mintToken(claims)}`)),
  );

test('the audience is this API and nobody else (RFC 7519 section 4.1.3)', async () => {
  for (const aud of ['api://orders/', 'API://orders', 'api://order', 'api://orders2', '']) {
    assert.equal(await judge({ aud }), 'ERR_TOKEN_AUDIENCE', aud);
  }
  // A token for several APIs can be played by one of them against the others.
  for (const aud of [['api://orders'], ['api://orders', 'api://other'], undefined, null, 7, {}]) {
    assert.equal(await judge({ aud: aud as JsonObject[string] }), 'ERR_TOKEN_CLAIM');
  }
  const two = { audience: ['api://orders', '00000003-0000-0000-c000-000000000000'] };
  assert.equal(await judge({ aud: '00000003-0000-0000-c000-000000000000' }, two), 'accepted');
});

test('expiry and beginning, with one minute of leeway (RFC 7519 section 4.1.4, 4.1.5)', async () => {
  const at = now();
  const old = { iat: at - 7200, nbf: at - 7200 };
  assert.equal(await judge({ ...old, exp: at - 59 }), 'accepted');
  assert.equal(await judge({ ...old, exp: at - 60 }), 'ERR_TOKEN_EXPIRED');
  assert.equal(await judge({ iat: at, nbf: at + 60 }), 'accepted');
  assert.equal(await judge({ iat: at, nbf: at + 61 }), 'ERR_TOKEN_NOT_YET_VALID');
  assert.equal(await judge({ iat: at + 61, nbf: at }), 'ERR_TOKEN_NOT_YET_VALID');
  assert.equal(await judge({ ...old, exp: at - 1 }, { clockToleranceSeconds: 0 }), 'ERR_TOKEN_EXPIRED');
  assert.equal(await judge({ ...old, exp: at }, { clockToleranceSeconds: 0 }), 'ERR_TOKEN_EXPIRED');
  assert.equal(await judge({ ...old, exp: at + 1 }, { clockToleranceSeconds: 0 }), 'accepted');
  assert.equal(await judge({ nbf: undefined }), 'accepted');
});

test('a clock that is not a number lets no token in, not even one that never expires', async () => {
  for (const clock of [() => Number.NaN, () => undefined as unknown as number]) {
    assert.equal(await judge({ iat: 1, nbf: 1, exp: 2 }, { clock }), 'ERR_TOKEN_EXPIRED');
    assert.equal(await judge({ exp: Number.MAX_SAFE_INTEGER }, { clock }), 'ERR_TOKEN_EXPIRED');
  }
});

test('times are whole numbers of seconds, and make a span', async () => {
  for (const name of ['exp', 'iat', 'nbf']) {
    for (const value of ['1900000000', 1.5, -1, null, true, [], {}, 1e300]) {
      assert.equal(await judge({ [name]: value as JsonObject[string] }), 'ERR_TOKEN_CLAIM', `${name} ${value}`);
    }
  }
  assert.equal(await judge({ exp: undefined }), 'ERR_TOKEN_CLAIM');
  assert.equal(await judge({ iat: undefined }), 'ERR_TOKEN_CLAIM');
  assert.equal(await judge({ exp: now(), iat: now() }), 'ERR_TOKEN_CLAIM');
});

test('permissions are what the authority writes, not what looks like it', async () => {
  for (const scp of [['read'], 7, null, {}])
    assert.equal(await judge({ scp: scp as JsonObject[string] }), 'ERR_TOKEN_CLAIM');
  for (const roles of ['Orders.Read', [7], [''], null, {}]) {
    assert.equal(await judge({ roles: roles as JsonObject[string] }), 'ERR_TOKEN_CLAIM');
  }
  const validator = makeValidator({ proof: 'when-bound' });
  const token = await mintToken({ scp: 'read  write', roles: ['Admin'] });
  const caller = await validator.authenticate(incoming(`Bearer ${token}`));
  assert.deepEqual(caller.scopes, ['read', 'write']);
  assert.deepEqual(caller.roles, ['Admin']);
});

test('v1 and v2 tokens name their client differently', async () => {
  assert.equal(await judge({ azp: undefined, appid: 'c11e47aa-3333-4333-8333-0d1c2b3a4958', ver: '1.0' }), 'accepted');
  assert.equal(await judge({ azp: undefined, client_id: 'orders-client' }), 'accepted');
  assert.equal(await judge({ azp: '' }), 'ERR_TOKEN_NOT_ACCESS_TOKEN');
});

test('an expired token is refused although the same bytes were accepted before (no remembered verdicts)', async () => {
  const validator = makeValidator({ proof: 'when-bound' });
  const token = await mintToken({}, keys.issuer);
  const start = clock();
  try {
    assert.equal(await verdict(validator.authenticate(incoming(`Bearer ${token}`))), 'accepted');
    clock.advance(3600 + 60);
    assert.equal(await verdict(validator.authenticate(incoming(`Bearer ${token}`))), 'ERR_TOKEN_EXPIRED');
  } finally {
    clock.setTo(start);
  }
});
