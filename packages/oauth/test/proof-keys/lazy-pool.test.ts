import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateSigningKey, KeyPoolClosed } from '@holdfast/core';
import { createLazyPool } from '../../src/proof-keys/lazy-pool.ts';

test('no key is made before the first is asked for, and none after the end', async () => {
  let made = 0;
  const generate = async () => {
    made += 1;
    return generateSigningKey({ alg: 'ES256' });
  };
  const open = () => createLazyPool({ generate, poolSize: 2, clock: Date.now, emit: () => undefined });
  open().close();
  const pool = open();
  await new Promise(setImmediate);
  assert.equal(made, 0);
  assert.equal((await pool.take()).alg, 'ES256');
  assert.ok(made >= 1);
  pool.close();
  await assert.rejects(pool.take(), KeyPoolClosed);
  const closed = open();
  closed.close();
  await assert.rejects(closed.take(), KeyPoolClosed);
});
