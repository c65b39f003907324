import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNonceIssuer, randomBytes } from '@holdfast/core';
import { incoming, makeValidator, nonceOf, refusal, verdict } from '../fixture/judge.ts';
import { clock, keys, mintToken, signRequest } from '../fixture/people.ts';

const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
const withNonce = async (nonce?: string) =>
  incoming(`PoP ${await signRequest({ accessToken, ...(nonce === undefined ? {} : { nonce }) })}`);

test('the walk of an honest client: no token, no nonce, one nonce for many requests', async () => {
  const validator = makeValidator({ nonce: {} });
  nonceOf(await refusal(validator.authenticate(incoming(null)), 'ERR_CREDENTIAL_MISSING'));
  const nonce = nonceOf(await refusal(validator.authenticate(await withNonce()), 'ERR_NONCE_MISSING'));
  for (let request = 0; request < 3; request += 1) {
    assert.deepEqual((await validator.authenticate(await withNonce(nonce))).headers, []);
  }
});

test('a nonce that is old is told from one that is not ours (RFC 9449 section 9 has the same walk)', async () => {
  const validator = makeValidator({ nonce: { windowSeconds: 120 } });
  const nonce = nonceOf(await refusal(validator.authenticate(await withNonce()), 'ERR_NONCE_MISSING'));
  const start = clock();
  try {
    clock.advance(120);
    assert.equal(await verdict(validator.authenticate(await withNonce(nonce))), 'accepted');
    clock.advance(1);
    const fresh = nonceOf(await refusal(validator.authenticate(await withNonce(nonce)), 'ERR_NONCE_STALE'));
    assert.notEqual(fresh, nonce);
    assert.equal(await verdict(validator.authenticate(await withNonce(fresh))), 'accepted');
  } finally {
    clock.setTo(start);
  }
  for (const foreign of ['eac427d2-b6bb-47ff-b60c-6d4ff36c6f80', 'n', `${nonce}A`, nonce.slice(1), 'x'.repeat(60)]) {
    nonceOf(await refusal(validator.authenticate(await withNonce(foreign)), 'ERR_NONCE_UNKNOWN'));
  }
});

test('nodes that share a secret know each other; others do not', async () => {
  const secret = randomBytes(32);
  const [one, two, stranger] = [
    makeValidator({ nonce: { secret } }),
    makeValidator({ nonce: { secret } }),
    makeValidator({ nonce: {} }),
  ];
  const nonce = nonceOf(await refusal(one.authenticate(await withNonce()), 'ERR_NONCE_MISSING'));
  assert.equal(await verdict(two.authenticate(await withNonce(nonce))), 'accepted');
  assert.equal(await verdict(stranger.authenticate(await withNonce(nonce))), 'ERR_NONCE_UNKNOWN');
  const outside = await createNonceIssuer({ secret, clock }).issue();
  assert.equal(await verdict(one.authenticate(await withNonce(outside))), 'accepted');
});

test('without nonces nobody is sent for one', async () => {
  const validator = makeValidator({ nonce: 'off' });
  assert.deepEqual((await refusal(validator.authenticate(incoming(null)), 'ERR_CREDENTIAL_MISSING')).challenges, [
    'PoP',
  ]);
  assert.deepEqual((await validator.authenticate(await withNonce())).headers, []);
  assert.equal(await verdict(validator.authenticate(await withNonce('whatever'))), 'accepted');
});
