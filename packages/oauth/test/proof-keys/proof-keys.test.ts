import assert from 'node:assert/strict';
import { test } from 'node:test';
import { epochSeconds, generateSigningKey } from '@holdfast/core';
import { createFakeClock } from '@holdfast/testing';
import { createProofKeys, type ProofKeysOptions } from '../../src/proof-keys/proof-keys.ts';

function proofKeys(options: Partial<ProofKeysOptions> = {}) {
  const clock = createFakeClock();
  const events: unknown[] = [];
  const keys = createProofKeys({
    pool: { take: () => generateSigningKey() },
    perTenant: true,
    lifetimeSeconds: 1000,
    maxTenants: 2,
    clock,
    emit: (event) => events.push(event),
    ...options,
  });
  return { keys, clock, events, now: () => epochSeconds(clock) };
}

test('callers at the same time get the same key', async () => {
  const { keys } = proofKeys();
  const all = await Promise.all(Array.from({ length: 50 }, () => keys.current('t')));
  assert.equal(new Set(all).size, 1);
});

test('tenants are bounded: those whose tokens have expired make room, live ones never', async () => {
  const { keys, clock, now } = proofKeys();
  const one = await keys.current('one');
  keys.noteTokenExpiry(one.thumbprint, now() + 100);
  const two = await keys.current('two');
  keys.noteTokenExpiry(two.thumbprint, now() + 200);
  await assert.rejects(async () => keys.current('three'), { code: 'ERR_PROOF_KEY_LIMIT' });
  clock.advance(100);
  await keys.current('three');
  assert.equal(keys.find(one.thumbprint), undefined);
  assert.equal(keys.find(two.thumbprint), two);
});

test('a generator that fails reaches the caller and is tried again', async () => {
  let calls = 0;
  const take = async () => {
    calls += 1;
    if (calls === 1) throw new Error('no entropy');
    return generateSigningKey();
  };
  const { keys } = proofKeys({ pool: { take } });
  await assert.rejects(async () => keys.current('t'), /no entropy/);
  assert.ok(await keys.current('t'));
});

test('the current key is replaced after a discard, and a retired one disappears', async () => {
  const { keys, now } = proofKeys();
  const first = await keys.current('t');
  keys.noteTokenExpiry(first.thumbprint, now() + 500);
  await keys.rotate('t');
  const second = await keys.current('t');
  keys.discard(first.thumbprint);
  assert.equal(keys.find(first.thumbprint), undefined);
  assert.equal(await keys.current('t'), second);
  keys.discard(second.thumbprint);
  const third = await keys.current('t');
  assert.notEqual(third.thumbprint, second.thumbprint);
  assert.equal(keys.find(second.thumbprint), undefined);
  assert.ok(keys.isDiscarded(first.thumbprint));
});
