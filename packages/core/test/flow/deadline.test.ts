import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DeadlineExceeded } from '../../src/errors/deadline-exceeded.ts';
import { createDeadline } from '../../src/flow/deadline.ts';

describe('createDeadline', () => {
  it('fires when time is up, with a typed reason', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { signal } = createDeadline(1000);
    context.mock.timers.tick(999);
    assert.equal(signal.aborted, false);
    context.mock.timers.tick(1);
    assert.equal(signal.aborted, true);
    assert.ok(signal.reason instanceof DeadlineExceeded);
    assert.equal(signal.reason.code, 'ERR_DEADLINE_EXCEEDED');
  });

  it('does not fire once cleared', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const caller = new AbortController();
    const deadline = createDeadline(1000, caller.signal);
    deadline.clear();
    context.mock.timers.tick(2000);
    caller.abort();
    assert.equal(deadline.signal.aborted, false);
  });

  it("fires early, with the caller's reason, and only once", (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const caller = new AbortController();
    const { signal } = createDeadline(1000, caller.signal);
    caller.abort('enough');
    assert.equal(signal.reason, 'enough');
    context.mock.timers.tick(2000);
    assert.equal(signal.reason, 'enough');
  });

  it('fires at once for a caller who has already gone', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    assert.equal(createDeadline(1000, AbortSignal.abort('gone')).signal.reason, 'gone');
  });

  it('holds nobody for work that ignores its signal, and gives the outcome of work that ends', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const caller = new AbortController();
    const late = createDeadline(1000).race(() => new Promise<never>(() => undefined));
    const left = createDeadline(1000, caller.signal).race(() => new Promise<never>(() => undefined));
    caller.abort('enough');
    await assert.rejects(left, (reason) => reason === 'enough');
    context.mock.timers.tick(1000);
    await assert.rejects(late, DeadlineExceeded);
    const { race } = createDeadline(1000);
    assert.equal(await race(async () => 'done'), 'done');
    await assert.rejects(
      race(() => Promise.reject(new RangeError('failed'))),
      RangeError,
    );
    const throwing = race(() => {
      throw new RangeError('at once');
    });
    await assert.rejects(throwing, RangeError);
    const gone = createDeadline(1000, AbortSignal.abort('gone'));
    await assert.rejects(
      gone.race(() => new Promise<never>(() => undefined)),
      (reason) => reason === 'gone',
    );
  });

  it('takes the shortest and the longest time that a timer can hold', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    for (const timeoutMs of [1, 2 ** 31 - 1]) assert.equal(createDeadline(timeoutMs).signal.aborted, false);
  });

  it('refuses a time that a timer cannot hold', () => {
    for (const timeoutMs of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31]) {
      assert.throws(() => createDeadline(timeoutMs), TypeError);
    }
  });
});
