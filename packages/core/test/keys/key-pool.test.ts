import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settle } from '@holdfast/testing';
import { FlightAborted } from '../../src/errors/flight-aborted.ts';
import { KeyPoolClosed } from '../../src/errors/key-pool-closed.ts';
import { createKeyPool } from '../../src/keys/key-pool.ts';
import type { SigningKey } from '../../src/keys/signing-key.ts';

/** A generator whose keys appear one by one when a test says so. */
function setUp(size?: number) {
  const pending: { resolve: (key: SigningKey) => void; reject: (reason: unknown) => void }[] = [];
  let made = 0;
  const generate = () => new Promise<SigningKey>((resolve, reject) => pending.push({ resolve, reject }));
  const finish = async (): Promise<void> => {
    made += 1;
    pending.shift()?.resolve({ thumbprint: `t${made}` } as SigningKey);
    await settle();
  };
  const fail = async (reason: unknown): Promise<void> => {
    pending.shift()?.reject(reason);
    await settle();
  };
  return { pool: createKeyPool({ generate, size }), pending, finish, fail };
}

describe('createKeyPool', () => {
  it('fills itself in the background, up to its size and no further', async () => {
    const { pool, pending, finish } = setUp(3);
    await settle();
    assert.equal(pending.length, 3);
    for (let ready = 1; ready <= 3; ready += 1) {
      await finish();
      assert.equal(pool.ready, ready);
    }
    assert.equal(pending.length, 0);
  });

  it('gives a ready key without waiting for another, and each key once', async () => {
    const { pool, pending, finish } = setUp();
    await settle();
    await finish();
    await finish();
    const keys = await Promise.all([pool.take(), pool.take()]);
    assert.deepEqual(
      keys.map((key) => key.thumbprint),
      ['t1', 't2'],
    );
    await settle();
    assert.equal(pending.length, 2);
  });

  it('serves callers in the order in which they came, never more generations at once than its size', async () => {
    const { pool, pending, finish } = setUp(2);
    const order: string[] = [];
    const takes = Array.from({ length: 4 }, (_, index) =>
      pool.take().then((key) => order.push(`${index}:${key.thumbprint}`)),
    );
    await settle();
    assert.equal(pending.length, 2);
    for (let count = 0; count < 4; count += 1) await finish();
    await Promise.all(takes);
    assert.deepEqual(order, ['0:t1', '1:t2', '2:t3', '3:t4']);
    assert.ok(pending.length <= 2);
  });

  it('refuses the caller who has waited longest when generating fails, and serves the others', async () => {
    const { pool, finish, fail } = setUp(1);
    const first = pool.take();
    const second = pool.take();
    await settle();
    const failure = new Error('no entropy');
    await Promise.all([assert.rejects(first, failure), fail(failure)]);
    await finish();
    assert.equal((await second).thumbprint, 't1');
  });

  it('does not retry a failure with nobody waiting, until the next key is taken', async () => {
    const { pool, pending, finish, fail } = setUp(1);
    await settle();
    await fail(new Error('down'));
    assert.equal(pending.length, 0);
    const taken = pool.take();
    await settle();
    assert.equal(pending.length, 1);
    await finish();
    assert.equal((await taken).thumbprint, 't1');
  });

  it('gives the error to the caller when the generator throws at once', async () => {
    const generate = (): Promise<SigningKey> => {
      throw new RangeError('at once');
    };
    const pool = createKeyPool({ generate });
    await assert.rejects(pool.take(), RangeError);
  });

  it('keeps the key of a caller who left for the next one', async () => {
    const { pool, finish } = setUp(1);
    const leaver = new AbortController();
    const left = pool.take(leaver.signal);
    leaver.abort('enough');
    await assert.rejects(left, (error) => error instanceof FlightAborted && error.cause === 'enough');
    await settle();
    await finish();
    assert.equal(pool.ready, 1);
    assert.equal((await pool.take()).thumbprint, 't1');
  });

  it('holds no more than its size, however many callers leave', async () => {
    const { pool, pending, finish } = setUp(2);
    const leaver = new AbortController();
    const left = Array.from({ length: 10 }, () => pool.take(leaver.signal));
    await settle();
    leaver.abort();
    await Promise.allSettled(left);
    while (pending.length > 0) await finish();
    assert.equal(pool.ready, 2);
  });

  it('takes nothing for a caller who has already gone', async () => {
    const { pool, finish } = setUp(1);
    await settle();
    await finish();
    await assert.rejects(pool.take(AbortSignal.abort()), FlightAborted);
    assert.equal(pool.ready, 1);
  });

  it('refuses everyone once it is closed', async () => {
    const { pool, pending, finish } = setUp(2);
    await settle();
    await finish();
    await pool.take();
    const waits = pool.take();
    pool.close();
    await assert.rejects(waits, KeyPoolClosed);
    await assert.rejects(pool.take(), { code: 'ERR_KEY_POOL_CLOSED' });
    const before = pending.length;
    await finish();
    assert.equal(pool.ready, 0);
    assert.ok(pending.length < before);
  });

  it('refuses a size that is no positive whole number', () => {
    const generate = () => Promise.reject(new Error('unused'));
    for (const size of [0, -1, 1.5, Number.NaN]) assert.throws(() => createKeyPool({ generate, size }), TypeError);
  });
});
