import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAuthenticationInfo } from '@holdfast/core';
import { incoming, makeValidator, nonceOf, refusal, verdict } from '../fixture/judge.ts';
import { clock, keys, mintToken, signRequest } from '../fixture/people.ts';

const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
const withNonce = async (nonce: string) => incoming(`PoP ${await signRequest({ accessToken, nonce })}`);

test('past the half of its window a nonce is followed by the next, alone in its header (RFC 9449 section 8.2)', async () => {
  const validator = makeValidator({ nonce: { windowSeconds: 120 } });
  const nonce = nonceOf(await refusal(validator.authenticate(await withNonce('n')), 'ERR_NONCE_UNKNOWN'));
  const start = clock();
  try {
    clock.advance(60);
    assert.deepEqual((await validator.authenticate(await withNonce(nonce))).headers, []);
    clock.advance(1);
    const [[name, value] = ['', ''], ...others] = (await validator.authenticate(await withNonce(nonce))).headers;
    assert.deepEqual([name, others], ['Authentication-Info', []]);
    assert.match(value, /^nextnonce="[A-Za-z0-9_-]{60}"$/);
    const next = parseAuthenticationInfo(value).get('nextnonce') ?? '';
    assert.notEqual(next, nonce);
    // Requests that were on their way with the old one are still served.
    assert.equal(await verdict(validator.authenticate(await withNonce(nonce))), 'accepted');
    clock.advance(60);
    assert.equal(await verdict(validator.authenticate(await withNonce(nonce))), 'ERR_NONCE_STALE');
    assert.equal(await verdict(validator.authenticate(await withNonce(next))), 'accepted');
  } finally {
    clock.setTo(start);
  }
});

test('a request that is refused renews no nonce', async () => {
  const validator = makeValidator({ nonce: {} });
  const nonce = nonceOf(await refusal(validator.authenticate(await withNonce('n')), 'ERR_NONCE_UNKNOWN'));
  const start = clock();
  try {
    clock.advance(200);
    const attempt = validator.authenticate(await withNonce(nonce), { requiredRoles: ['Orders.Nobody'] });
    assert.deepEqual((await refusal(attempt, 'ERR_PERMISSION_ROLE')).challenges.join().includes('nonce'), false);
  } finally {
    clock.setTo(start);
  }
});
