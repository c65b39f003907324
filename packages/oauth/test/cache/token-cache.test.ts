import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CachedToken, createTokenCache } from '../../src/cache/token-cache.ts';

function token(sequence: number, bindingThumbprint?: string): CachedToken {
  return {
    accessToken: `token ${sequence}`,
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

test('an answer to an older question does not replace a newer token', () => {
  const cache = createTokenCache(10);
  cache.writeIfNewer('k', token(2));
  cache.writeIfNewer('k', token(1));
  assert.equal(cache.find('k')?.sequence, 2);
  cache.writeIfNewer('k', token(3));
  assert.equal(cache.find('k')?.sequence, 3);
});

test('a state is reported once, revoked stays, and a new token starts anew', () => {
  const cache = createTokenCache(10);
  cache.writeIfNewer('k', token(1));
  assert.equal(cache.enterState('k', 'fresh'), undefined);
  assert.equal(cache.enterState('k', 'fresh'), 'unchanged');
  assert.equal(cache.enterState('k', 'revoked'), 'fresh');
  assert.equal(cache.enterState('k', 'valid'), 'unchanged');
  cache.writeIfNewer('k', token(2));
  assert.equal(cache.enterState('k', 'fresh'), undefined);
  assert.equal(cache.enterState('absent', 'fresh'), 'unchanged');
});

test('every token of a key can be taken out, and no other', () => {
  const cache = createTokenCache(10);
  cache.writeIfNewer('a', token(1, 'stolen'));
  cache.writeIfNewer('b', token(2, 'good'));
  cache.writeIfNewer('c', token(3));
  cache.writeIfNewer('d', token(4, 'stolen'));
  assert.deepEqual(
    cache.takeBoundTo('stolen').map(({ sequence }) => sequence),
    [1, 4],
  );
  assert.equal(cache.find('a'), undefined);
  assert.equal(cache.size, 2);
});

test('the cache is bounded, and 100,000 tokens are found as one is', () => {
  const cache = createTokenCache(100_000);
  for (let index = 0; index < 100_100; index += 1) cache.writeIfNewer(`key ${index}`, token(index + 1));
  assert.equal(cache.size, 100_000);
  assert.equal(cache.find('key 0'), undefined);
  const started = performance.now();
  for (let index = 0; index < 10_000; index += 1) assert.ok(cache.find(`key ${100 + index * 9}`));
  // A scan of 100,000 entries takes over a millisecond each time; 10,000 look-ups would take ten seconds.
  assert.ok(performance.now() - started < 2000);
});
