import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { epochSeconds } from '../../src/base/clock.ts';
import { randomBytes, randomId } from '../../src/base/random.ts';

describe('whole seconds (RFC 7519 section 2)', () => {
  for (const [ms, seconds] of [
    [0, 0],
    [999, 0],
    [1000, 1],
    [1_561_572_000_999, 1_561_572_000],
    [-1, -1],
  ] as const) {
    it(`reads ${ms} ms as ${seconds} s`, () =>
      assert.equal(
        epochSeconds(() => ms),
        seconds,
      ));
  }
});

describe('random', () => {
  it('gives bytes of the length that was asked for, and other ones each time', () => {
    assert.equal(randomBytes(0).length, 0);
    assert.equal(randomBytes(33).length, 33);
    assert.notDeepEqual(randomBytes(32), randomBytes(32));
  });

  it('gives identifiers of 128 bits without repeating one', () => {
    const ids = Array.from({ length: 1000 }, randomId);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^[A-Za-z0-9_-]{21}[AQgw]$/);
  });
});
