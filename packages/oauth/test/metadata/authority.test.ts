import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAuthority, parseTenant } from '../../src/metadata/authority.ts';
import { parseKnownAuthorities } from '../../src/metadata/known-origins.ts';
import { metadataAddress } from '../../src/metadata/metadata-address.ts';

test('an authority is an https host and one tenant', () => {
  const expected = { origin: 'https://localhost:8443', tenant: 'contoso.example' };
  for (const tail of ['', '/', '/v2.0', '/v2.0/']) {
    assert.deepEqual(parseAuthority(`https://localhost:8443/Contoso.example${tail}`), expected);
  }
  assert.equal(
    metadataAddress(parseAuthority('https://login.example/contoso.example')),
    'https://login.example/contoso.example/v2.0/.well-known/openid-configuration',
  );
});

test('everything else is a programming error', () => {
  const others = [
    'http://login.example/t',
    'login.example/t',
    'https://login.example',
    'https://login.example/',
    'https://login.example/a/b',
    'https://user@login.example/t',
    'https://login.example/t?x=1',
    'https://login.example/t#x',
    'https://login.example/..%2fx',
    'https://login.example/-t',
    '',
  ];
  for (const other of others) assert.throws(() => parseAuthority(other), TypeError, other);
  for (const other of [undefined, 1, { toString: null }]) {
    assert.throws(() => parseAuthority(other as never), {
      name: 'TypeError',
      message: 'authority must be an https URL',
    });
  }
});

test('a tenant cannot change the path', () => {
  for (const tenant of ['../x', 'a/b', 'a%2fb', 'a?b', 'a#b', '', '.', 'a b', 1, undefined]) {
    assert.throws(() => parseTenant(tenant), TypeError);
  }
  assert.equal(parseTenant('AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE'), 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee');
});

test('known authorities are hosts or https origins', () => {
  assert.deepEqual(
    [...parseKnownAuthorities(['login.example', 'localhost:8443', 'https://sts.example/'])],
    ['https://login.example', 'https://localhost:8443', 'https://sts.example'],
  );
  for (const entry of [
    'http://login.example',
    'login.example/tenant',
    'https://u@login.example',
    '*.login.example',
    '',
    'a b',
  ]) {
    assert.throws(() => parseKnownAuthorities([entry]), TypeError, entry);
  }
});
