import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createGate } from '@holdfast/testing';
import { createLocks, createPageLocks } from '../../src/locks/locks.ts';

const never = new AbortController().signal;
const forbidden = { request: async () => Promise.reject(new DOMException('opaque origin', 'SecurityError')) };
const kinds = {
  'of a page': createPageLocks,
  'of a browser that forbids its own': () => createLocks(forbidden as unknown as LockManager),
};

for (const [kind, create] of Object.entries(kinds)) {
  describe(`locks ${kind}`, () => {
    it('let one piece of work of a name go at a time, in order', async () => {
      const locks = create();
      const order: number[] = [];
      let running = 0;
      const work = (index: number) => async () => {
        running += 1;
        assert.equal(running, 1);
        await new Promise((resolve) => setTimeout(resolve, 1));
        order.push(index);
        running -= 1;
      };
      await Promise.all([0, 1, 2, 3, 4].map((index) => locks('one', work(index), never)));
      assert.deepEqual(order, [0, 1, 2, 3, 4]);
    });

    it('keep names apart', async () => {
      const locks = create();
      const gate = createGate();
      const held = locks('one', () => gate.opened, never);
      assert.equal(await locks('two', async () => 'done', never), 'done');
      gate.open();
      await held;
    });

    it('go on after work that failed, and give its failure to who asked for it', async () => {
      const locks = create();
      const failing = locks('one', async () => Promise.reject(new Error('broken')), never);
      const next = locks('one', async () => 'done', never);
      await assert.rejects(failing, /broken/);
      assert.equal(await next, 'done');
    });

    it('begin no work whose signal has fired meanwhile', async () => {
      const locks = create();
      const gate = createGate();
      const held = locks('one', () => gate.opened, never);
      const controller = new AbortController();
      const waiting = locks('one', async () => assert.fail('it began'), controller.signal);
      controller.abort(new Error('gone'));
      gate.open();
      await assert.rejects(waiting, /gone/);
      await held;
    });
  });
}

describe('locks of a browser', () => {
  it('do not run work twice that failed with a SecurityError of its own', async () => {
    let runs = 0;
    const manager = { request: async (_name: string, _options: unknown, work: () => unknown) => work() };
    const work = async () => {
      runs += 1;
      throw new DOMException('its own', 'SecurityError');
    };
    await assert.rejects(createLocks(manager as unknown as LockManager)('one', work, never), { name: 'SecurityError' });
    assert.equal(runs, 1);
  });
});
