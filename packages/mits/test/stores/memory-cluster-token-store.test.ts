import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryClusterTokenStore } from '@holdfast/mits';
import { clusterTokenStoreContract, createFakeClock } from '@holdfast/testing';

clusterTokenStoreContract('memory', async ({ grantsPerMinute }) => {
  const clock = createFakeClock();
  return {
    store: createMemoryClusterTokenStore({ clock, grantsPerMinute }),
    pass: async (milliseconds) => clock.advance(milliseconds / 1000),
  };
});

test('a minute later an owner has new grants', async () => {
  const clock = createFakeClock();
  const store = createMemoryClusterTokenStore({ clock, grantsPerMinute: 1 });
  const claim = async (place: string) => (await store.claim({ place, owner: 'o', fence: place, leaseMs: 1000 })).kind;
  assert.deepEqual([await claim('a'), await claim('b')], ['granted', 'exhausted']);
  clock.advance(60);
  assert.equal(await claim('b'), 'granted');
});

test('a limit that counts nothing is refused', () => {
  for (const grantsPerMinute of [0, -1, 1.5, Number.NaN]) {
    assert.throws(() => createMemoryClusterTokenStore({ grantsPerMinute }), TypeError);
  }
  const misspelt = { clock: Date.now, grantPerMinute: 5 };
  assert.throws(() => createMemoryClusterTokenStore(misspelt), { message: 'unknown option: grantPerMinute' });
});

test('a stale fence that writes late changes nothing', async () => {
  const clock = createFakeClock();
  const store = createMemoryClusterTokenStore({ clock });
  const claim = { place: 'p', owner: 'o', leaseMs: 1000 };
  const token = { ...claim, text: 'old', tokenHash: 'h', lifeMs: 60_000, freshMs: 30_000 };
  await store.claim({ ...claim, fence: 'late' });
  clock.advance(1);
  assert.equal((await store.claim({ ...claim, fence: 'next' })).kind, 'granted');
  assert.equal(await store.publish({ ...token, fence: 'late' }), 'superseded');
  assert.equal(await store.publish({ ...token, fence: 'next', text: 'newer' }), 'published');
  const verdict = await store.claim({ ...claim, fence: 'reader' });
  assert.equal(verdict.kind === 'token' && verdict.token.text, 'newer');
});
