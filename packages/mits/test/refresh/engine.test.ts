import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type ClusterTokenStore,
  createMemoryClusterTokenStore,
  type MitsEvent,
  type RelyingParty,
  TokenUnavailable,
  type UpstreamQuestion,
} from '@holdfast/mits';
import { createFakeClock, createGate, until } from '@holdfast/testing';
import { createTokenAcquirer } from '../../src/refresh/acquire-token.ts';
import { createLocalTokens } from '../../src/refresh/local-tokens.ts';
import { hashOf } from '../harness/node-client.ts';

const identity = {
  name: 'system',
  clientId: '11111111-2222-4333-8444-555555555555',
  objectId: '66666666-7777-4888-8999-aaaaaaaaaaaa',
};
const question: UpstreamQuestion = { identity, resource: 'api://orders', capabilities: ['cp1'] };

type Answer = (asked: UpstreamQuestion, signal?: AbortSignal) => Promise<string>;

/** One process of a cluster: its engine, over a store that it may share with another. */
function engine(t: TestContext, store: ClusterTokenStore, upstream: Answer | { answer: Answer; waitMs: number }) {
  const { answer, waitMs } = typeof upstream === 'function' ? { answer: upstream, waitMs: 2000 } : upstream;
  const asked: UpstreamQuestion[] = [];
  const events: MitsEvent[] = [];
  const closing = new AbortController();
  t.after(() => closing.abort());
  const relyingParty: RelyingParty = {
    async requestToken(wanted, signal) {
      asked.push(wanted);
      return { accessToken: await answer(wanted, signal), lifeSeconds: 3600, freshSeconds: 3300 };
    },
    close: async () => undefined,
  };
  const acquire = createTokenAcquirer({
    relyingParty,
    store,
    local: createLocalTokens(10),
    clock: Date.now,
    emit: (event) => events.push(event),
    failurePauseMs: 200,
    closing: closing.signal,
    leaseMs: 300,
    waitMs,
  });
  return {
    acquire,
    asked,
    events,
    closing,
    get: async (tokenHash?: string) => (await acquire({ ...question, tokenHash })).accessToken,
  };
}

function numbered(): Answer {
  let issued = 0;
  return async () => {
    issued += 1;
    return `T${issued}`;
  };
}

const refusal = (code: string) => (error: unknown) => error instanceof TokenUnavailable && error.code === code;

describe('the engine of a token service', () => {
  it('passes the hash and the capabilities upstream', async (t) => {
    const { get, asked } = engine(t, createMemoryClusterTokenStore(), numbered());
    assert.equal(await get(), 'T1');
    assert.equal(await get(hashOf('T1')), 'T2');
    assert.deepEqual(
      asked.map(({ tokenHash, capabilities }) => [tokenHash, capabilities]),
      [
        [undefined, ['cp1']],
        [hashOf('T1'), ['cp1']],
      ],
    );
  });

  it('does not hand out a refused token that the authority issues again, and asks no more than once a pause', async (t) => {
    const { get, asked } = engine(t, createMemoryClusterTokenStore(), async () => 'T1');
    await get();
    const crowd = await Promise.allSettled(Array.from({ length: 20 }, () => get(hashOf('T1'))));
    for (const outcome of crowd) {
      assert.ok(outcome.status === 'rejected' && refusal('ERR_MITS_UPSTREAM_REPEATED')(outcome.reason));
    }
    await assert.rejects(get(), refusal('ERR_MITS_UPSTREAM_REPEATED'));
    assert.equal(asked.length, 2);
  });

  it('tells another process, which has the old token in memory, before that gives it again', async (t) => {
    const store = createMemoryClusterTokenStore();
    const answer = numbered();
    const [here, there] = [engine(t, store, answer), engine(t, store, answer)];
    assert.equal(await there.get(), 'T1');
    assert.equal(await here.get(hashOf('T1')), 'T2');
    assert.equal(await there.get(), 'T2');
    assert.equal(await there.get(hashOf('T1')), 'T2');
  });

  it('knows what it was told while the store was away, and tells the cluster when it is back', async (t) => {
    const inner = createMemoryClusterTokenStore();
    let isAway = false;
    const claim: ClusterTokenStore['claim'] = async (wanted) => {
      if (isAway) throw new Error('away');
      return inner.claim(wanted);
    };
    const { get, asked } = engine(t, { ...inner, claim }, numbered());
    assert.equal(await get(), 'T1');
    isAway = true;
    assert.equal(await get(), 'T1');
    await assert.rejects(get(hashOf('T1')), /away/);
    await assert.rejects(get(), /away/);
    isAway = false;
    // The store still has T1, and nobody has told it.
    assert.equal(await get(), 'T2');
    assert.equal(asked[1]?.tokenHash, hashOf('T1'));
  });

  it('gives what it fetched to its own callers when the store goes away in the meantime', async (t) => {
    const publish: ClusterTokenStore['publish'] = async () => Promise.reject(new Error('away'));
    const { get, events } = engine(t, { ...createMemoryClusterTokenStore(), publish }, numbered());
    assert.equal(await get(), 'T1');
    assert.ok(events.some((event) => event.name === 'upstream.asked' && event.outcome === 'unshared'));
  });

  it('goes on giving a token that is due when its replacement fails', async (t) => {
    const clock = createFakeClock();
    const answers = [async () => 'T1', async () => Promise.reject(new TypeError('no route')), async () => 'T3'];
    let turn = 0;
    const { get, asked } = engine(t, createMemoryClusterTokenStore({ clock }), async () => answers[turn++]!());
    assert.equal(await get(), 'T1');
    clock.advance(3301);
    assert.equal(await get(), 'T1');
    assert.equal(await get(), 'T1', 'and nobody is asked during the pause');
    assert.equal(asked.length, 2);
    clock.advance(1);
    assert.equal(await get(), 'T3');
    assert.equal(await get(), 'T3');
  });

  it('waits for another process no longer than it may', async (t) => {
    const store = createMemoryClusterTokenStore();
    const gate = createGate();
    const here = engine(t, store, async () => {
      await gate.opened;
      return 'T1';
    });
    const there = engine(t, store, { answer: numbered(), waitMs: 500 });
    const first = here.get();
    const startedMs = Date.now();
    await assert.rejects(there.get(), refusal('ERR_MITS_WAIT'));
    assert.ok(Date.now() - startedMs < 4000);
    gate.open();
    assert.equal(await first, 'T1');
    assert.equal(await there.get(), 'T1');
    assert.equal(there.asked.length, 0);
  });

  it('waits with one question at a time, however many callers there are', async (t) => {
    const inner = createMemoryClusterTokenStore();
    await inner.claim({ place: 'x', owner: 'x', fence: 'x', leaseMs: 1 });
    let claims = 0;
    const held: ClusterTokenStore = {
      ...inner,
      claim: async () => {
        claims += 1;
        return { kind: 'held', leaseMs: 1000 };
      },
    };
    const { get } = engine(t, held, { answer: numbered(), waitMs: 500 });
    await Promise.allSettled(Array.from({ length: 100 }, (_, index) => get(hashOf(`${index}`))));
    assert.ok(claims <= 100 + 10, `${claims} claims`);
  });

  it('leaves its grant to others when it closes, and says so to its callers', async (t) => {
    const store = createMemoryClusterTokenStore();
    const here = engine(
      t,
      store,
      (_wanted, signal) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    );
    const there = engine(t, store, numbered());
    const first = assert.rejects(here.get(), refusal('ERR_MITS_CLOSED'));
    await until(() => here.asked.length === 1);
    here.closing.abort();
    await first;
    assert.equal(await there.get(), 'T1');
    await assert.rejects(here.get(), refusal('ERR_MITS_CLOSED'));
  });

  it('asks a store that goes on giving a refused token ten times a second, not as fast as it can', async (t) => {
    let claims = 0;
    const stubborn: ClusterTokenStore = {
      ...createMemoryClusterTokenStore(),
      claim: async () => {
        claims += 1;
        return { kind: 'token', token: { text: JSON.stringify({ version: 1, accessToken: 'T1' }), lifeMs: 60_000 } };
      },
    };
    const { get } = engine(t, stubborn, { answer: numbered(), waitMs: 500 });
    await assert.rejects(get(hashOf('T1')), refusal('ERR_MITS_WAIT'));
    assert.ok(claims >= 2 && claims <= 10, `${claims} claims`);
  });

  it('takes the grant from a relying party that never answers, and closes without waiting for it', async (t) => {
    const store = createMemoryClusterTokenStore();
    const here = engine(t, store, { answer: () => new Promise(() => undefined), waitMs: 300 });
    const there = engine(t, store, numbered());
    await assert.rejects(here.get(), refusal('ERR_MITS_UPSTREAM_UNAVAILABLE'));
    // Longer than the pause after a failure.
    await wait(250);
    assert.equal(await there.get(), 'T1', 'nobody renews the lease of the dead');
    const another = here.acquire({ ...question, resource: 'api://another' });
    await until(() => here.asked.length === 2);
    here.closing.abort();
    await assert.rejects(another, refusal('ERR_MITS_CLOSED'));
  });
});
