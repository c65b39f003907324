import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EntraIssuersOptions, entraIssuers } from '@holdfast/resource';
import { tenant } from '../fixture/people.ts';

const issuersOf = (authority: string) => entraIssuers({ authority, tenants: [tenant] }).map(({ issuer }) => issuer);

test('an authority has an issuer for each version of its tokens', () => {
  assert.deepEqual(issuersOf('https://login.example:8443'), [
    'https://login.example:8443/{tenantid}/v2.0',
    'https://login.example:8443/{tenantid}/',
  ]);
  assert.deepEqual(issuersOf('https://login.microsoftonline.com'), [
    'https://login.microsoftonline.com/{tenantid}/v2.0',
    'https://sts.windows.net/{tenantid}/',
  ]);
});

test('a host that is also the name of a property is a host like any other', () => {
  assert.deepEqual(issuersOf('https://constructor')[1], 'https://constructor/{tenantid}/');
});

test('what is no origin and no list of tenants is refused in words of ours', () => {
  const bad: readonly (readonly [unknown, RegExp])[] = [
    [{ authority: 'http://login.example', tenants: 'any' }, /^authority must be/],
    [{ authority: 'https://login.example/common', tenants: 'any' }, /^authority must be/],
    [{ authority: { toString: null }, tenants: 'any' }, /^authority must be/],
    [{ authority: 'https://login.example' }, /^tenants must be/],
    [{ authority: 'https://login.example', tenants: tenant }, /^tenants must be/],
    [{ authority: 'https://login.example', tenants: [{ toString: null }] }, /^tenants must be/],
  ];
  for (const [options, message] of bad) {
    assert.throws(() => entraIssuers(options as EntraIssuersOptions), { name: 'TypeError', message });
  }
});
