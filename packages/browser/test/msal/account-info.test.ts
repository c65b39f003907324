import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type AccountFilter, isNobody, matchesFilter } from '../../src/msal/account-info.ts';

const ada = {
  homeAccountId: 'ada.tenant',
  localAccountId: 'ada',
  tenantId: 'tenant',
  environment: 'login.example',
  username: 'Ada@contoso.example',
};

suite('looking for an account', () => {
  test('finds who was named, in any letter case, and nobody else', () => {
    assert.ok(matchesFilter(ada, { username: 'ada@CONTOSO.example' }));
    assert.ok(!matchesFilter(ada, { username: 'eve@contoso.example' }));
    assert.ok(!isNobody({ username: 'ada@contoso.example', tenantId: undefined }));
  });

  // As MSAL.js: `getAccount` gives null for these.
  test('finds nobody where nothing is said: what a page did not find must not become the first person who is there', () => {
    const nothing: readonly object[] = [{}, { homeAccountId: undefined }, { homeAccountId: null, username: '' }];
    for (const filter of nothing) assert.ok(isNobody(filter as AccountFilter), JSON.stringify(filter));
  });
});
