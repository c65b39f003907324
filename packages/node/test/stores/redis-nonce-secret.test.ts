import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { createNonceIssuer } from '@holdfast/core';
import { readRedisNonceSecret, SealBroken } from '@holdfast/node/redis';
import { type RedisServer, redisMissing, startRedis } from '@holdfast/testing';
import { createClient } from 'redis';

suite('nonce secret in Redis', { skip: redisMissing }, () => {
  const encryptionKey = randomBytes(32);
  let server: RedisServer;
  let redis: Awaited<ReturnType<typeof connect>>;
  const connect = () => createClient({ socket: { path: server.socketPath, tls: false } }).connect();

  before(async () => {
    server = await startRedis();
    redis = await connect();
  });
  after(async () => {
    redis.destroy();
    await server.close();
  });

  test('sixteen nodes that start at once read one secret, and know each other’s nonces', async () => {
    const secrets = await Promise.all(
      Array.from({ length: 16 }, () => readRedisNonceSecret({ redis, prefix: 'many:', encryptionKey })),
    );
    const [first] = secrets;
    assert.ok(first);
    assert.equal(first.length, 32);
    for (const secret of secrets) assert.deepEqual(secret, first);
    const nonce = await createNonceIssuer({ secret: first }).issue();
    assert.equal(await createNonceIssuer({ secret: secrets[15] ?? first }).check(nonce), 'fresh');
  });

  test('whoever reads Redis does not learn the secret', async () => {
    const secret = await readRedisNonceSecret({ redis, prefix: 'sealed:', encryptionKey });
    const stored = String(await redis.sendCommand(['GET', 'sealed:nonce-secret']));
    assert.ok(!stored.includes(Buffer.from(secret).toString('base64url')));
    await assert.rejects(
      readRedisNonceSecret({ redis, prefix: 'sealed:', encryptionKey: randomBytes(32) }),
      SealBroken,
    );
  });

  test('whoever writes Redis cannot plant a secret, nor move one from another name', async () => {
    await redis.sendCommand(['SET', 'planted:nonce-secret', Buffer.from(randomBytes(60)).toString('base64url')]);
    await assert.rejects(readRedisNonceSecret({ redis, prefix: 'planted:', encryptionKey }), SealBroken);
    await readRedisNonceSecret({ redis, prefix: 'from:', encryptionKey });
    await redis.sendCommand(['COPY', 'from:nonce-secret', 'to:nonce-secret']);
    await assert.rejects(readRedisNonceSecret({ redis, prefix: 'to:', encryptionKey }), SealBroken);
  });
});
