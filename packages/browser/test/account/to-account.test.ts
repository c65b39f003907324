import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toAccount } from '../../src/account/to-account.ts';
import { refusedWith, tenantId } from '../fixtures/test-authority.ts';

const environment = 'login.example:8443';
const claims = {
  sub: 'a subject',
  oid: 'an object',
  tid: tenantId,
  preferred_username: 'ada@contoso.example',
  name: 'Ada',
};
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('an account is made of claims and client_info', () => {
  const clientInfo = encode({ uid: 'aaaa-b2c_1_policy', utid: tenantId, xms_tdbr: 'EU' });
  assert.deepEqual(toAccount(claims, { clientInfo, environment }), {
    homeAccountId: `aaaa-b2c_1_policy.${tenantId}`,
    localAccountId: 'an object',
    tenantId,
    environment,
    username: 'ada@contoso.example',
    name: 'Ada',
    idTokenClaims: claims,
  });
});

test('without client_info, and at an authority that knows neither objects nor tenants, it is known by its subject', () => {
  const plain = { sub: 'a subject', upn: 'ada' };
  assert.deepEqual(toAccount(plain, { environment }), {
    homeAccountId: 'a subject',
    localAccountId: 'a subject',
    tenantId: '',
    environment,
    username: 'ada',
    idTokenClaims: plain,
  });
});

test('members that are no text are left out', () => {
  const odd = { sub: 'a subject', name: 7, preferred_username: ['ada'], upn: null, oid: {} };
  const { name, username, localAccountId } = toAccount(odd, { environment });
  assert.deepEqual([name, username, localAccountId], [undefined, '', 'a subject']);
});

test('client_info that cannot be read is refused: it would make another account of the same person', () => {
  const wrong = [
    ...[
      '',
      'not base64!',
      encode([]),
      encode({ uid: 'a' }),
      encode({ uid: 'a', utid: 7 }),
      encode({ uid: '', utid: 'b' }),
    ],
    ...[
      encode({ uid: 'a.b', utid: 'c' }),
      encode({ uid: 'a', utid: 'b.c' }),
      encode({ uid: 'x'.repeat(129), utid: 'b' }),
    ],
    ...[null, 7, { uid: 'a', utid: 'b' }, Buffer.from('{"uid":"a","uid":"b","utid":"c"}').toString('base64url')],
  ];
  for (const clientInfo of wrong) {
    assert.throws(() => toAccount(claims, { clientInfo, environment }), refusedWith('ERR_TOKEN_REPLY_MALFORMED'));
  }
});
