import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApiCallers } from '../mtls/call-api.ts';

test('the downstream API and bare undici read the same answer', async () => {
  const { close, ...callers } = await startApiCallers();
  for (const { name, call } of Object.values(callers)) {
    assert.deepEqual(await call('/orders'), { orders: [{ id: 7, total: 12.5 }] }, name);
  }
  await close();
});
