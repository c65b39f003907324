import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CacheKey } from '../../src/cache/cache-key.ts';
import { type CachedToken, createTokenCache, enterState } from '../../src/cache/token-cache.ts';

function token(sequence: number, bindingThumbprint?: string): CachedToken {
  return {
    accessToken: `token ${sequence}`,
    sha256: `hash ${sequence}`,
    scheme: bindingThumbprint === undefined ? 'bearer' : 'pop',
    bindingThumbprint,
    tenant: 'tenant',
    scopes: [],
    issuedAt: 0,
    refreshAt: 1,
    expiresAt: 2,
    sequence,
  };
}

const keyOf = (scopes: string): CacheKey => ({ tenant: 'tenant', scheme: 'pop', scopes });

test('an answer to an older question does not replace a newer token', () => {
  const cache = createTokenCache(10);
  cache.writeIfNewer(keyOf('k'), token(2));
  cache.writeIfNewer(keyOf('k'), token(1));
  assert.equal(cache.find(keyOf('k'))?.token.sequence, 2);
  cache.writeIfNewer(keyOf('k'), token(3));
  assert.equal(cache.find(keyOf('k'))?.token.sequence, 3);
});

test('a state is reported once, revoked stays, and a new token starts anew', () => {
  const cache = createTokenCache(10);
  cache.writeIfNewer(keyOf('k'), token(1));
  const entry = cache.find(keyOf('k'))!;
  assert.equal(enterState(entry, 'fresh'), undefined);
  assert.equal(enterState(entry, 'fresh'), 'unchanged');
  assert.equal(enterState(entry, 'revoked'), 'fresh');
  assert.equal(enterState(entry, 'valid'), 'unchanged');
  cache.writeIfNewer(keyOf('k'), token(2));
  assert.equal(enterState(cache.find(keyOf('k'))!, 'fresh'), undefined);
});

test('every token of a key can be taken out, and no other', () => {
  const cache = createTokenCache(10);
  cache.writeIfNewer(keyOf('a'), token(1, 'stolen'));
  cache.writeIfNewer(keyOf('b'), token(2, 'good'));
  cache.writeIfNewer(keyOf('c'), token(3));
  cache.writeIfNewer(keyOf('d'), token(4, 'stolen'));
  assert.deepEqual(
    cache.takeBoundTo('stolen').map(({ sequence }) => sequence),
    [1, 4],
  );
  assert.equal(cache.find(keyOf('a')), undefined);
  assert.equal(cache.size, 2);
});

test('the cache is bounded, and 100,000 tokens are found as one is', () => {
  const cache = createTokenCache(100_000);
  for (let index = 0; index < 100_100; index += 1) cache.writeIfNewer(keyOf(`key ${index}`), token(index + 1));
  assert.equal(cache.size, 100_000);
  assert.equal(cache.find(keyOf('key 0')), undefined);
  const started = performance.now();
  for (let index = 0; index < 10_000; index += 1) assert.ok(cache.find(keyOf(`key ${100 + index * 9}`)));
  // A scan of 100,000 entries takes over a millisecond each time; 10,000 look-ups would take ten seconds.
  assert.ok(performance.now() - started < 2000);
});
