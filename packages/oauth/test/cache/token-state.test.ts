import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refreshInstant, tokenStateAt } from '../../src/cache/token-state.ts';

test('states of a one-hour token: fresh 5 minutes, valid, expiring from 55 minutes, expired', () => {
  const times = { issuedAt: 0, refreshAt: 1800, expiresAt: 3600 };
  const expected = [
    [0, 'fresh'],
    [299, 'fresh'],
    [300, 'valid'],
    [3299, 'valid'],
    [3300, 'expiring'],
    [3599, 'expiring'],
    [3600, 'expired'],
    [9999, 'expired'],
  ] as const;
  for (const [now, state] of expected) assert.equal(tokenStateAt(times, now), state, String(now));
});

test('refresh at refresh_in, at the latest five minutes before expiry', () => {
  assert.equal(refreshInstant(100, 3600, undefined), 3400);
  assert.equal(refreshInstant(100, 86_400, 43_200), 43_300);
  assert.equal(refreshInstant(100, 3600, 3590), 3400);
});

test('a token of less than ten minutes is refreshed at half its life, not all the time', () => {
  assert.equal(refreshInstant(0, 300, undefined), 150);
  assert.equal(refreshInstant(0, 600, undefined), 300);
  assert.equal(refreshInstant(0, 1, undefined), 0);
  assert.equal(tokenStateAt({ issuedAt: 0, refreshAt: 150, expiresAt: 300 }, 100), 'fresh');
  assert.equal(tokenStateAt({ issuedAt: 0, refreshAt: 150, expiresAt: 300 }, 150), 'expiring');
});
