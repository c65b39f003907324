import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateSigningKey } from '@holdfast/core';
import { createKeySet } from '../../src/issuers/key-set.ts';

test('a key of the issuer is imported when first used, and then remembered, once for each algorithm', async () => {
  const { jwk } = await generateSigningKey({ alg: 'RS256' });
  let reads = 0;
  const counted = {
    kid: 'one',
    get jwk() {
      reads += 1;
      return jwk;
    },
  };
  const key = createKeySet([counted]).find('one');
  assert.ok(key);
  assert.equal(reads, 0);
  const first = await key.ready('RS256');
  assert.equal(await key.ready('RS256'), first);
  assert.equal(reads, 1);
  assert.notEqual(await key.ready('PS256'), first);
  assert.equal(reads, 2);
});
