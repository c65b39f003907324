import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCallers } from '../mtls/callers.ts';

test('everybody who calls over mutual TLS reads the same answer, on kept and on new connections', async () => {
  const { close, ...callers } = await startCallers();
  for (const { name, call } of Object.values(callers)) {
    for (const path of ['/orders', '/last']) {
      assert.deepEqual(await call(path), { orders: [{ id: 7, total: 12.5 }] }, name);
    }
  }
  await close();
});
