import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakeClock, replayStoreContract } from '@holdfast/testing';
import { createMemoryReplayStore } from '../../src/stores/memory-replay-store.ts';

replayStoreContract('memory', (conditions) => createMemoryReplayStore(conditions));

describe('createMemoryReplayStore', () => {
  const now = 1_700_000_000;

  it('counts live entries only', () => {
    const clock = createFakeClock(now * 1000);
    const store = createMemoryReplayStore({ clock });
    for (let index = 0; index < 10; index += 1) {
      store.claimOnce({ id: `${index}`, owner: 'a', expiresAt: now + index });
    }
    assert.equal(store.size, 10);
    clock.advance(4);
    assert.equal(store.size, 6);
    clock.advance(86_400);
    assert.equal(store.size, 0);
  });

  it('still refuses what it forgot when the clock is set back', () => {
    const clock = createFakeClock(now * 1000);
    const store = createMemoryReplayStore({ clock });
    const claim = { id: 'a', owner: 'a', expiresAt: now + 300 };
    assert.equal(store.claimOnce(claim), true);
    clock.advance(1000);
    assert.equal(store.claimOnce({ ...claim, id: 'b', expiresAt: now + 2000 }), true);
    clock.advance(-1000);
    assert.equal(store.claimOnce(claim), false);
  });

  it('is not confused by a claim that is changed after it was made', () => {
    const clock = createFakeClock(now * 1000);
    const store = createMemoryReplayStore({ clock });
    const claim = { id: 'a', owner: 'a', expiresAt: now };
    store.claimOnce(claim);
    claim.id = 'b';
    clock.advance(1);
    assert.equal(store.size, 0);
  });

  it('takes a fractional expiry as the whole second before it', () => {
    const clock = createFakeClock(now * 1000);
    const store = createMemoryReplayStore({ clock });
    assert.equal(store.claimOnce({ id: 'a', owner: 'a', expiresAt: now + 0.5 }), true);
    assert.equal(store.size, 1);
    clock.advance(1);
    assert.equal(store.size, 0);
  });

  it('forgets in work proportional to what expired, not to the time that passed or to what lives', () => {
    let bucketLooks = 0;
    const { get } = Map.prototype;
    const clock = createFakeClock(now * 1000);
    const store = createMemoryReplayStore({ clock });
    for (let index = 0; index < 100; index += 1) {
      store.claimOnce({ id: `${index}`, owner: `${index}`, expiresAt: now + 10_000_000 });
    }
    clock.advance(9_000_000);
    Map.prototype.get = function (key) {
      bucketLooks += 1;
      return get.call(this, key);
    };
    try {
      assert.equal(store.size, 100);
    } finally {
      Map.prototype.get = get;
    }
    assert.ok(bucketLooks < 10, `${bucketLooks} looks`);
  });

  it('gives one owner a tenth of the room unless told', () => {
    const store = createMemoryReplayStore({ maxEntries: 20, clock: () => now * 1000 });
    const claim = (id: string) => store.claimOnce({ id, owner: 'a', expiresAt: now });
    assert.equal(claim('a'), true);
    assert.equal(claim('b'), true);
    assert.throws(() => claim('c'), { code: 'ERR_REPLAY_OWNER_QUOTA', name: 'ReplayStoreFull' });
  });

  it('works with room for one entry', () => {
    const store = createMemoryReplayStore({ maxEntries: 1, maxPerOwner: 1, clock: () => now * 1000 });
    assert.equal(store.claimOnce({ id: 'a', owner: 'a', expiresAt: now }), true);
    assert.throws(() => store.claimOnce({ id: 'b', owner: 'b', expiresAt: now }), { code: 'ERR_REPLAY_STORE_FULL' });
  });

  it('refuses limits and expiries that are no numbers', () => {
    for (const limit of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(() => createMemoryReplayStore({ maxEntries: limit }), TypeError);
      assert.throws(() => createMemoryReplayStore({ maxPerOwner: limit }), TypeError);
    }
    const store = createMemoryReplayStore();
    assert.throws(() => store.claimOnce({ id: 'a', owner: 'a', expiresAt: Number.NaN }), TypeError);
  });
});
