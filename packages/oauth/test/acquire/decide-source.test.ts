import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256Hex } from '@holdfast/core';
import { decideSource, type Wish } from '../../src/acquire/decide-source.ts';
import type { CachedToken } from '../../src/cache/token-cache.ts';

const cached: CachedToken = {
  accessToken: 'test_token',
  scheme: 'bearer',
  tenant: 't',
  scopes: [],
  issuedAt: 0,
  refreshAt: 50,
  expiresAt: 100,
  sequence: 1,
};
const same = 'cc0af97287543b65da2c7e1476426021826cab166f1e063ed012b855ff819656';
const different = await sha256Hex('another token');

// claims, hash, force, token cached, now → expected
const table: [boolean, string | undefined, boolean, boolean, number, string][] = [
  [false, undefined, false, true, 10, 'cache'],
  [false, undefined, false, true, 50, 'cache, due'],
  [false, undefined, false, true, 99, 'cache, due'],
  [false, undefined, false, true, 100, 'expired'],
  [false, undefined, false, false, 10, 'no-cached-token'],
  [true, undefined, false, true, 10, 'claims'],
  [true, undefined, false, true, 100, 'expired'],
  [true, undefined, false, false, 10, 'no-cached-token'],
  [false, same, false, true, 10, 'token-hash'],
  [true, same, false, true, 10, 'token-hash'],
  [false, different, false, true, 10, 'cache'],
  [true, different, false, true, 10, 'cache'],
  [true, different, false, true, 60, 'cache, due'],
  [true, different, false, true, 100, 'expired'],
  [true, same, false, false, 10, 'no-cached-token'],
  [false, undefined, true, true, 10, 'force-refresh'],
  [true, undefined, true, true, 10, 'force-refresh'],
  [false, undefined, true, false, 10, 'no-cached-token'],
];

test('the table of claims, hash, force and cached token', async () => {
  for (const [hasClaims, tokenHash, forceRefresh, isCached, now, expected] of table) {
    const wish: Wish = { hasClaims, tokenHash, forceRefresh };
    const decision = await decideSource(isCached ? cached : undefined, wish, now);
    const actual = decision.from === 'cache' ? `cache${decision.isDue ? ', due' : ''}` : decision.reason;
    assert.equal(actual, expected, JSON.stringify({ ...wish, isCached, now }));
  }
});
