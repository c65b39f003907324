import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { backoffDelay } from '../../src/flow/backoff.ts';

describe('backoffDelay', () => {
  it('doubles its bound and stops at the greatest delay', () => {
    const bounds = [0, 1, 2, 3, 4, 2000].map((attempt) =>
      backoffDelay({ attempt, baseMs: 1000, maxMs: 5000, random: () => 0.999_999 }),
    );
    assert.deepEqual(bounds, [999, 1999, 3999, 4999, 4999, 4999]);
  });

  it('spreads delays over the whole range', () => {
    const at = (random: number) => backoffDelay({ attempt: 1, baseMs: 1000, maxMs: 5000, random: () => random });
    assert.deepEqual([at(0), at(0.25), at(0.5)], [0, 500, 1000]);
  });

  it('draws its own random number', () => {
    const delays = Array.from({ length: 50 }, () => backoffDelay({ attempt: 3, baseMs: 1000, maxMs: 60_000 }));
    assert.ok(delays.every((delay) => Number.isInteger(delay) && delay >= 0 && delay < 8000));
    assert.ok(new Set(delays).size > 1);
  });
});
