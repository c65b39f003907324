import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ReplayClaim, ReplayStore } from '@holdfast/core';
import { createFakeClock, type FakeClock } from '../fakes/fake-clock.ts';

/** What the contract asks of a new store. */
export interface ReplayStoreConditions {
  /** The store's only source of time. */
  readonly clock: FakeClock;
  /** Live entries it may hold. */
  readonly maxEntries: number;
  /** Live entries of one owner it may hold. */
  readonly maxPerOwner: number;
}

/** What kind of store is under test. */
export interface ReplayStoreContractOptions {
  /** `limits: 'none'` for a store that is bounded by its server and not by the two limits; `'both'` unless told. */
  readonly limits?: 'both' | 'none' | undefined;
}

/**
 * What every `ReplayStore` must do. Registers a `describe` of `node:test`.
 *
 * @param name - names the implementation in the test titles
 * @param makeStore - makes an empty store under the given conditions
 * @param options - what kind of store it is
 *
 * @example
 * ```ts
 * import { createMemoryReplayStore } from '@holdfast/core';
 * import { replayStoreContract } from '@holdfast/testing';
 *
 * replayStoreContract('memory', (conditions) => createMemoryReplayStore(conditions));
 * ```
 */
export function replayStoreContract(
  name: string,
  makeStore: (conditions: ReplayStoreConditions) => ReplayStore | Promise<ReplayStore>,
  options: ReplayStoreContractOptions = {},
): void {
  const setUp: SetUp = async (limits) => {
    const clock = createFakeClock();
    const store = await makeStore({ clock, maxEntries: 1000, maxPerOwner: 1000, ...limits });
    return {
      clock,
      // Some stores answer at once, and throw at once.
      claim: async (id, part) => store.claimOnce({ id, owner: 'owner', expiresAt: clock() / 1000 + 300, ...part }),
    };
  };
  describe(`ReplayStore contract: ${name}`, () => {
    testClaims(setUp);
    testLifetime(setUp);
    if (options.limits !== 'none') testLimits(setUp);
  });
}

type SetUp = (limits?: Partial<Omit<ReplayStoreConditions, 'clock'>>) => Promise<{
  readonly clock: FakeClock;
  readonly claim: (id: string, part?: Partial<ReplayClaim>) => Promise<boolean>;
}>;

function testClaims(setUp: SetUp): void {
  it('grants the first claim and no later one', async () => {
    const { claim } = await setUp();
    assert.equal(await claim('a'), true);
    assert.equal(await claim('a'), false);
    assert.equal(await claim('b'), true);
    assert.equal(await claim('a'), false);
  });

  it('grants exactly one of 64 concurrent claims', async () => {
    const { claim } = await setUp();
    const granted = await Promise.all(Array.from({ length: 64 }, () => claim('a')));
    assert.equal(granted.filter(Boolean).length, 1);
  });

  it('grants every one of 64 different concurrent claims', async () => {
    const { claim } = await setUp();
    const granted = await Promise.all(Array.from({ length: 64 }, (_, index) => claim(`a${index}`)));
    assert.equal(granted.filter(Boolean).length, 64);
  });

  it('keeps the owners apart', async () => {
    const { claim } = await setUp();
    assert.equal(await claim('a', { owner: 'one' }), true);
    assert.equal(await claim('a', { owner: 'two' }), true);
    assert.equal(await claim('a', { owner: 'one' }), false);
    assert.equal(await claim('a', { owner: 'two' }), false);
  });

  it('does not confuse owner and id where one ends and the other begins', async () => {
    const { claim } = await setUp();
    for (const [owner, id] of [
      ['ab', 'c'],
      ['a', 'bc'],
      ['a:b', 'c'],
      ['a', 'b:c'],
      ['', 'abc'],
      ['__proto__', 'c'],
    ] as const) {
      assert.equal(await claim(id, { owner }), true, `${owner}|${id}`);
    }
  });
}

function testLifetime(setUp: SetUp): void {
  it('keeps an entry until the last second it is live, and no longer', async () => {
    const { claim, clock } = await setUp();
    const expiresAt = clock() / 1000 + 300;
    assert.equal(await claim('a', { expiresAt }), true);
    clock.advance(300.999);
    // A later expiry: otherwise a store that forgot too early could answer "expired" instead.
    assert.equal(await claim('a', { expiresAt: expiresAt + 300 }), false);
    clock.advance(0.001);
    assert.equal(await claim('a', { expiresAt: expiresAt + 300 }), true);
  });

  it('never grants a claim that has already expired', async () => {
    const { claim, clock } = await setUp();
    assert.equal(await claim('a', { expiresAt: clock() / 1000 - 1 }), false);
    assert.equal(await claim('b', { expiresAt: clock() / 1000 }), true);
    assert.equal(await claim('b', { expiresAt: clock() / 1000 }), false);
  });

  it('lets the first claim decide how long the entry lives', async () => {
    const { claim, clock } = await setUp();
    const expiresAt = clock() / 1000 + 100;
    assert.equal(await claim('a', { expiresAt }), true);
    assert.equal(await claim('a', { expiresAt: expiresAt - 99 }), false);
    clock.advance(50);
    assert.equal(await claim('a', { expiresAt }), false);
  });
}

function testLimits(setUp: SetUp): void {
  it('refuses when it is full and never drops a live entry', async () => {
    const { claim, clock } = await setUp({ maxEntries: 3 });
    for (const id of ['a', 'b', 'c']) assert.equal(await claim(id), true);
    await assert.rejects(claim('d'), refusal('ERR_REPLAY_STORE_FULL'));
    for (const id of ['a', 'b', 'c']) assert.equal(await claim(id), false);
    clock.advance(301);
    assert.equal(await claim('d'), true);
  });

  it('refuses an owner that has used up its quota, and nobody else', async () => {
    const { claim, clock } = await setUp({ maxPerOwner: 2 });
    for (const id of ['a', 'b']) assert.equal(await claim(id), true);
    await assert.rejects(claim('c'), refusal('ERR_REPLAY_OWNER_QUOTA'));
    assert.equal(await claim('c', { owner: 'other' }), true);
    assert.equal(await claim('a'), false);
    clock.advance(301);
    assert.equal(await claim('c'), true);
  });

  it('stays within its limit when claims arrive together', async () => {
    const { claim } = await setUp({ maxEntries: 10 });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => claim(`a${index}`)));
    assert.equal(outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value).length, 10);
  });
}

function refusal(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.equal((error as { code?: unknown }).code, code);
    return true;
  };
}
