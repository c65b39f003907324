import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNonceIssuer, randomBytes } from '@holdfast/core';
import { collectGarbage } from '@holdfast/testing';

async function bytesAfter(count: number, work: () => Promise<void>): Promise<number> {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < count; index += 1) await work();
  collectGarbage();
  return process.memoryUsage().heapUsed - before;
}

test('however many nonces are used, few are remembered', async () => {
  const nonces = createNonceIssuer({ secret: randomBytes(32) });
  const use = async (): Promise<void> => assert.equal(await nonces.check(await nonces.issue()), 'fresh');
  // What is made once, such as compiled code, is made first.
  await bytesAfter(2000, use);
  const bytes = await bytesAfter(20_000, use);
  assert.ok(bytes < 500_000, `${bytes} bytes for 20,000 nonces of 60 letters`);
  await use();
});
