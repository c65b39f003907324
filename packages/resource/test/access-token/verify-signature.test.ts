import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateSigningKey } from '@holdfast/core';
import { incoming, makeValidator, verdict } from '../fixture/judge.ts';
import { mintToken } from '../fixture/people.ts';

const validator = makeValidator({ proof: 'when-bound' });
const judge = (token: string): Promise<string> => verdict(validator.authenticate(incoming(`Bearer ${token}`)));

test('a signature by any other key does not verify, whatever kid it names (RFC 7515 section 5.2)', async () => {
  const thief = await generateSigningKey({ alg: 'RS256' });
  assert.equal(await judge(await mintToken()), 'accepted');
  assert.equal(await judge(await mintToken({}, thief)), 'ERR_TOKEN_SIGNATURE');
});

test('a signature serves the claims it was made over', async () => {
  const [header, payload, signature] = (await mintToken()).split('.');
  const [, otherPayload] = (await mintToken({ sub: 'somebody else' })).split('.');
  assert.equal(await judge(`${header}.${otherPayload}.${signature}`), 'ERR_TOKEN_SIGNATURE');
  assert.equal(await judge(`${header}.${payload}.${'A'.repeat(342)}`), 'ERR_TOKEN_SIGNATURE');
  assert.equal(await judge(`${header}.${payload}.${signature}`), 'accepted');
});
