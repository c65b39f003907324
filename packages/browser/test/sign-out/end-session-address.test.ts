import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../../src/account/account.ts';
import { buildEndSessionAddress, type EndSessionFacts } from '../../src/sign-out/end-session-address.ts';
import { clientId, origin, tenantId } from '../fixtures/test-authority.ts';

const ada: Account = {
  homeAccountId: `aaaa.${tenantId}`,
  localAccountId: 'aaaa',
  tenantId,
  environment: 'login.example',
  username: 'ada@contoso.example',
  idTokenClaims: { login_hint: 'an opaque hint' },
};

function membersOf(facts: Partial<EndSessionFacts>): object {
  const address = buildEndSessionAddress({
    endpoint: `${origin}/logout?policy=b2c_1`,
    settings: { clientId, postLogoutRedirectUri: undefined },
    request: {},
    account: ada,
    ...facts,
  });
  const { searchParams } = new URL(address);
  assert.equal(new URL(address).origin, origin);
  return Object.fromEntries(searchParams);
}

test('the address of a sign-out hints who leaves, and keeps the query of the endpoint', () => {
  assert.deepEqual(membersOf({}), { policy: 'b2c_1', client_id: clientId, logout_hint: 'an opaque hint' });
});

test('nobody is hinted at where several leave, or the id_token has no hint', () => {
  const silent = { policy: 'b2c_1', client_id: clientId };
  assert.deepEqual(membersOf({ account: undefined }), silent);
  for (const hint of [undefined, 7, { a: 1 }]) {
    assert.deepEqual(membersOf({ account: { ...ada, idTokenClaims: { login_hint: hint } } }), silent);
  }
});

test('the request says more than the client, and neither can add a member', () => {
  const settings = { clientId, postLogoutRedirectUri: 'https://app.example/' };
  assert.deepEqual(membersOf({ settings, state: 'a state' }), {
    policy: 'b2c_1',
    client_id: clientId,
    post_logout_redirect_uri: 'https://app.example/',
    logout_hint: 'an opaque hint',
    state: 'a state',
  });
  const request = {
    postLogoutRedirectUri: 'https://app.example/bye?a=1&client_id=x',
    logoutHint: 'eve&id_token_hint=x',
  };
  assert.deepEqual(membersOf({ settings, request }), {
    policy: 'b2c_1',
    client_id: clientId,
    post_logout_redirect_uri: request.postLogoutRedirectUri,
    logout_hint: request.logoutHint,
  });
});
