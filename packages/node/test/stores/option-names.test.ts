import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedisReplayStore, createRedisTokenStore, readRedisNonceSecret } from '@holdfast/node/redis';

const redis = { sendCommand: async () => null };
const encryptionKey = new Uint8Array(32);

test('a misspelt option of a store is refused and named, before anything is sent', async () => {
  const misspelt = { message: 'unknown option: timeout', name: 'TypeError' };
  const options = { redis, prefix: 'p:', timeout: 100 };
  assert.throws(() => createRedisReplayStore(options), misspelt);
  assert.throws(() => createRedisTokenStore({ ...options, encryptionKey }), misspelt);
  await assert.rejects(readRedisNonceSecret({ ...options, encryptionKey }), misspelt);
});

test('a replay store takes no key that it would not use', () => {
  const options = { redis, prefix: 'p:', encryptionKey };
  assert.throws(() => createRedisReplayStore(options), { message: 'unknown option: encryptionKey', name: 'TypeError' });
});
