import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '@holdfast/core';
import type { Requirements } from '@holdfast/resource';
import { incoming, makeValidator, refusal, verdict } from '../fixture/judge.ts';
import { mintToken } from '../fixture/people.ts';

const validator = makeValidator({ proof: 'when-bound' });
const judge = async (claims: JsonObject, requirements: Requirements): Promise<string> =>
  verdict(validator.authenticate(incoming(`Bearer ${await mintToken(claims)}`), requirements));
const user = (scp: string, roles: string[] = []): JsonObject => ({ scp, roles, idtyp: undefined });
const app = (...roles: string[]): JsonObject => ({ roles });

test('every listed scope must be there, letter for letter (RFC 6750 section 3.1)', async () => {
  const requirements = { requiredScopes: ['read', 'write'] };
  assert.equal(await judge(user('write read other'), requirements), 'accepted');
  for (const scp of ['read', 'Read Write', 'read writer', 'readwrite', 'read,write']) {
    assert.equal(await judge(user(scp), requirements), 'ERR_PERMISSION_SCOPE', scp);
  }
  assert.equal(await judge(app('read', 'write'), requirements), 'ERR_PERMISSION_SCOPE');
});

test('every listed role must be there, whoever calls', async () => {
  const requirements = { requiredRoles: ['Orders.Read'] };
  assert.equal(await judge(app('Orders.Read'), requirements), 'accepted');
  assert.equal(await judge(user('any', ['Orders.Read']), requirements), 'accepted');
  assert.equal(await judge(app('Orders.Read.All'), requirements), 'ERR_PERMISSION_ROLE');
  assert.equal(await judge(user('Orders.Read'), requirements), 'ERR_PERMISSION_ROLE');
});

test('where both are listed, users are judged by scopes and applications by roles', async () => {
  const requirements = { requiredScopes: ['read'], requiredRoles: ['Orders.Read'] };
  assert.equal(await judge(user('read'), requirements), 'accepted');
  assert.equal(await judge(app('Orders.Read'), requirements), 'accepted');
  // A user's role is no application permission, and the reverse.
  assert.equal(await judge(user('other', ['Orders.Read']), requirements), 'ERR_PERMISSION_SCOPE');
  assert.equal(await judge(app('read'), requirements), 'ERR_PERMISSION_ROLE');
});

test('nothing listed demands nothing', async () => {
  for (const requirements of [{}, { requiredScopes: [] }, { requiredRoles: undefined }]) {
    assert.equal(await judge(user('any'), requirements), 'accepted');
  }
});

test('the answer is 403 and names the scopes', async () => {
  const token = await mintToken(user('other'));
  const requirements = { requiredScopes: ['read', 'write'] };
  const failure = await refusal(
    validator.authenticate(incoming(`Bearer ${token}`), requirements),
    'ERR_PERMISSION_SCOPE',
  );
  assert.equal(failure.status, 403);
  assert.match(failure.challenges.join('\n'), /^Bearer error="insufficient_scope", .*scope="read write"$/);
});

test('a misspelt requirement is an error of the programmer, not an open door', async () => {
  const request = incoming(`Bearer ${await mintToken()}`);
  for (const wrong of [
    { scopes: ['read'] },
    { requiredScope: 'read' },
    { requiredScopes: 'read' },
    { requiredScopes: ['read write'] },
    { requiredRoles: [''] },
    { requiredRoles: [7] },
  ]) {
    await assert.rejects(validator.authenticate(request, wrong as never), TypeError, JSON.stringify(wrong));
  }
});
