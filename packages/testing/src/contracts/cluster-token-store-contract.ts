import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ClusterTokenStoreSetUp, shorten } from './cluster-token-store-under-test.ts';

type MakeStore = (conditions: { readonly grantsPerMinute: number }) => Promise<ClusterTokenStoreSetUp>;

/**
 * What every `ClusterTokenStore` must do. Registers a `describe` of `node:test`.
 *
 * @param name - names the implementation in the test titles
 * @param makeStore - makes an empty store whose owners have so many grants in a minute
 */
export function clusterTokenStoreContract(name: string, makeStore: MakeStore): void {
  const setUp = async (grantsPerMinute = 1000) => {
    const made = await makeStore({ grantsPerMinute });
    return { ...made, ...shorten(made.store) };
  };
  describe(`ClusterTokenStore contract: ${name}`, () => {
    testGrants(setUp);
    testRefusal(setUp);
    testFence(setUp);
    testFailure(setUp);
    testBudget(setUp);
  });
}

type SetUp = (grantsPerMinute?: number) => Promise<ClusterTokenStoreSetUp & ReturnType<typeof shorten>>;

function testGrants(setUp: SetUp): void {
  it('grants one of 64 claims that come together, and tells the others that it is held', async () => {
    const { claim } = await setUp();
    const verdicts = await Promise.all(Array.from({ length: 64 }, (_, index) => claim(`fence ${index}`)));
    const kinds = verdicts.map(({ kind }) => kind);
    assert.equal(kinds.filter((kind) => kind === 'granted').length, 1);
    assert.equal(kinds.filter((kind) => kind === 'held').length, 63);
  });

  it('gives everybody what was published, to the letter, for as long as it lives', async () => {
    const { claim, publish, pass } = await setUp();
    await claim('1');
    const text = '{"accessToken":"a.b.c","note":"ünïcödé 🙂\\u0000"}';
    assert.equal(await publish('1', text, { lifeMs: 400, freshMs: 400 }), 'published');
    const verdict = await claim('2');
    assert.equal(verdict.kind, 'token');
    assert.equal(verdict.token?.text, text);
    assert.ok((verdict.token?.lifeMs ?? 0) > 0 && (verdict.token?.lifeMs ?? 0) <= 400);
    await pass(420);
    assert.equal((await claim('3')).kind, 'granted');
  });

  it('keeps places apart, however alike their names are', async () => {
    const { claim, publish } = await setUp();
    const places = ['a', 'a ', 'A', 'a:b', 'a*', '{a}', '["a","b"]', '["a,b"]', 'x'.repeat(3000)];
    for (const place of places) {
      assert.equal((await claim(place, { place })).kind, 'granted', place);
      await publish(place, `token of ${place}`, { place });
    }
    for (const place of places) {
      assert.equal((await claim('again', { place })).token?.text, `token of ${place}`);
    }
  });

  it('grants what is due to one, with the token there is, and goes on giving it to the others', async () => {
    const { claim, publish } = await setUp();
    await claim('1');
    await publish('1', 'T0', { freshMs: 0 });
    const due = await claim('2');
    assert.equal(due.kind, 'granted');
    assert.equal(due.token?.text, 'T0');
    const other = await claim('3');
    assert.equal(other.kind, 'token');
    assert.equal(other.token?.text, 'T0');
  });
}

function testRefusal(setUp: SetUp): void {
  it('gives a refused token to nobody any more, and grants one of 64 who refuse it together', async () => {
    const { claim, publish } = await setUp();
    await claim('1');
    await publish('1', 'T0');
    assert.equal((await claim('reader')).token?.text, 'T0');
    const refusedHash = 'hash of T0';
    const verdicts = await Promise.all(Array.from({ length: 64 }, (_, index) => claim(`f${index}`, { refusedHash })));
    assert.equal(verdicts.filter(({ kind }) => kind === 'granted').length, 1);
    assert.equal(verdicts.filter(({ kind }) => kind === 'held').length, 63);
    assert.ok(verdicts.every(({ token }) => token === undefined));
    assert.equal((await claim('plain')).kind, 'held');
  });

  it('gives the token there is to whoever names another', async () => {
    const { claim, publish } = await setUp();
    await claim('1');
    await publish('1', 'T1');
    for (const refusedHash of ['hash of T0', 'hash of T', 'hash of T1 ', 'HASH OF T1', '']) {
      assert.equal((await claim(`for ${refusedHash}`, { refusedHash })).token?.text, 'T1');
    }
  });

  it('holds nothing against a token of another place', async () => {
    const { claim, publish } = await setUp();
    for (const place of ['one', 'two']) {
      await claim(place, { place });
      await publish(place, 'T0', { place });
    }
    assert.equal((await claim('3', { place: 'one', refusedHash: 'hash of T0' })).kind, 'granted');
    assert.equal((await claim('4', { place: 'two' })).token?.text, 'T0');
  });

  it('takes a refused token back from nobody, and leaves the grant standing', async () => {
    const { claim, publish } = await setUp();
    await claim('1');
    await publish('1', 'T0');
    await claim('2', { refusedHash: 'hash of T0' });
    assert.equal(await publish('2', 'T0'), 'refused');
    assert.equal((await claim('3')).kind, 'held');
    assert.equal(await publish('2', 'T1'), 'published');
  });

  it('remembers a hash that came with a grant, though it never had the token', async () => {
    const { claim, publish } = await setUp();
    await claim('1', { refusedHash: 'hash of T0' });
    assert.equal(await publish('1', 'T0'), 'refused');
  });

  it('grants what a holder did not refuse anew when it is refused under his hands', async () => {
    const { claim, publish } = await setUp();
    await claim('1');
    await publish('1', 'T0', { freshMs: 0 });
    assert.equal((await claim('2')).kind, 'granted');
    assert.equal((await claim('3', { refusedHash: 'hash of T0' })).kind, 'held');
    assert.equal((await claim('4')).kind, 'held');
  });
}

function testFence(setUp: SetUp): void {
  it('replaces a holder who was not heard of for the length of his lease', async () => {
    const { claim, pass } = await setUp();
    assert.equal((await claim('dead', { leaseMs: 150 })).kind, 'granted');
    const held = await claim('2');
    assert.equal(held.kind, 'held');
    assert.ok((held.leaseMs ?? 0) > 0 && (held.leaseMs ?? 0) <= 150);
    await pass(170);
    assert.equal((await claim('3')).kind, 'granted');
  });

  it('lets a late holder change nothing once another was granted the place', async () => {
    const { claim, publish, renew, giveUp, pass } = await setUp();
    await claim('late', { leaseMs: 100 });
    await pass(120);
    await claim('next');
    assert.equal(await renew('late'), false);
    assert.equal(await publish('late', 'T late'), 'superseded');
    await giveUp('late', { text: 'my failure', pauseMs: 60_000 });
    assert.equal((await claim('other')).kind, 'held');
    assert.equal(await publish('next', 'T next'), 'published');
    assert.equal(await publish('late', 'T late'), 'superseded');
    assert.equal((await claim('other')).token?.text, 'T next');
  });

  it('takes what a late holder brings while nobody else was granted the place', async () => {
    const { claim, publish, pass } = await setUp();
    await claim('late', { leaseMs: 100 });
    await pass(120);
    assert.equal(await publish('late', 'T'), 'published');
    assert.equal((await claim('2')).token?.text, 'T');
  });

  it('publishes once for each grant, and nothing for a fence that was never granted', async () => {
    const { claim, publish, renew } = await setUp();
    assert.equal(await publish('nobody', 'T'), 'superseded');
    await claim('1');
    assert.equal(await publish('2', 'T'), 'superseded');
    assert.equal(await publish('1', 'T1'), 'published');
    assert.equal(await publish('1', 'T2'), 'superseded');
    assert.equal(await renew('1'), false);
    assert.equal((await claim('3')).token?.text, 'T1');
  });

  it('keeps a grant for as long as it is renewed', async () => {
    const { claim, renew, pass } = await setUp();
    await claim('1', { leaseMs: 200 });
    for (let turn = 0; turn < 3; turn += 1) {
      await pass(120);
      assert.equal(await renew('1', 200), true);
      assert.equal((await claim(`other ${turn}`)).kind, 'held');
    }
  });
}

function testFailure(setUp: SetUp): void {
  it('tells everybody the failure until its pause is over', async () => {
    const { claim, giveUp, pass } = await setUp();
    await claim('1');
    await giveUp('1', { text: 'no route', pauseMs: 150 });
    const verdict = await claim('2');
    assert.equal(verdict.kind, 'failed');
    assert.equal(verdict.failure, 'no route');
    assert.ok((verdict.pauseMs ?? 0) > 0 && (verdict.pauseMs ?? 0) <= 150);
    await pass(170);
    assert.equal((await claim('3')).kind, 'granted');
  });

  it('grants at once what was given up without a failure', async () => {
    const { claim, giveUp } = await setUp();
    await claim('1');
    await giveUp('1');
    assert.equal((await claim('2')).kind, 'granted');
  });

  it('goes on giving a token that is due but was not refused', async () => {
    const { claim, publish, giveUp } = await setUp();
    await claim('1');
    await publish('1', 'T0', { freshMs: 0 });
    await claim('2');
    await giveUp('2', { text: 'no route', pauseMs: 60_000 });
    assert.equal((await claim('3')).token?.text, 'T0');
    assert.equal((await claim('4', { refusedHash: 'hash of T0' })).kind, 'failed');
  });
}

function testBudget(setUp: SetUp): void {
  it('grants an owner no more than he has for the minute, whatever places he names', async () => {
    const { claim } = await setUp(3);
    const kinds = [];
    for (const place of ['a', 'b', 'c', 'd', 'e']) kinds.push((await claim(place, { place })).kind);
    assert.deepEqual(kinds, ['granted', 'granted', 'granted', 'exhausted', 'exhausted']);
    assert.equal((await claim('f', { place: 'f', owner: 'another identity' })).kind, 'granted');
  });

  it('goes on giving what there is when the grants are used up', async () => {
    const { claim, publish } = await setUp(1);
    await claim('1');
    await publish('1', 'T0');
    assert.equal((await claim('2')).token?.text, 'T0');
    const exhausted = await claim('3', { refusedHash: 'hash of T0' });
    assert.equal(exhausted.kind, 'exhausted');
    assert.ok((exhausted.pauseMs ?? 0) > 0 && (exhausted.pauseMs ?? 0) <= 60_000);
    assert.equal((await claim('4')).kind, 'exhausted');
  });
}
