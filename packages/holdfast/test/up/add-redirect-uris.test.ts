import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConfiguration } from '@holdfast/authority';
import { addRedirectUris } from '../../src/up/add-redirect-uris.ts';

test('an address is added to the application that is named, and to no other', () => {
  const uri = 'http://localhost:4000/';
  const { tenants } = addRedirectUris(defaultConfiguration, [{ application: 'spa', uri }]);
  const changed = Object.values(tenants).flatMap(({ applications = {} }) =>
    Object.entries(applications).filter(([, { redirectUris }]) => redirectUris?.includes(uri)),
  );
  assert.deepEqual(
    changed.map(([name]) => name),
    ['spa'],
  );
});

test('a name that every object answers to is no application', () => {
  for (const application of ['constructor', 'toString', '__proto__', 'hasOwnProperty', '']) {
    assert.throws(() => addRedirectUris(defaultConfiguration, [{ application, uri: 'https://app.example/' }]), {
      code: 'ERR_REDIRECT_URI_APPLICATION',
    });
  }
});
