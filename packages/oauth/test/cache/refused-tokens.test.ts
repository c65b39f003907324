import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRefusedTokens } from '../../src/cache/refused-tokens.ts';

test('a token stays refused, and claims stay known', () => {
  const refused = createRefusedTokens(1);
  assert.equal(refused.has('a'), false);
  refused.note('a', true);
  refused.note('a', false);
  refused.note('b', false);
  assert.deepEqual([refused.has('a'), refused.isByClaims('a')], [true, true]);
  assert.deepEqual([refused.has('b'), refused.isByClaims('b')], [true, false]);
  assert.deepEqual([refused.has('c'), refused.isByClaims('c')], [false, false]);
});

test('it is bounded by 10,000, or by the size of the cache, and forgets what was longest not asked about', () => {
  for (const [size, most] of [
    [1, 10_000],
    [10_001, 10_001],
  ] as const) {
    const refused = createRefusedTokens(size);
    for (let index = 0; index < most; index += 1) refused.note(String(index), true);
    assert.equal(refused.has('0'), true);
    refused.note('one more', true);
    assert.deepEqual([refused.has('0'), refused.has('1'), refused.has('one more')], [true, false, true]);
  }
});
