import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { equalText } from '../../src/base/equal.ts';

describe('constant-time comparison', () => {
  it('says of texts what === says', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\uD800', '\uDC00', '\uFFFD'), maxLength: 3 });
    fc.assert(
      fc.property(text, text, (left, right) => {
        assert.equal(equalText(left, right), left === right);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not take half of a surrogate pair for the replacement character', () => {
    assert.equal(equalText('\uD800', '\uFFFD'), false);
  });

  it('sees a difference at either end, and in length', () => {
    assert.equal(equalText('abc', 'xbc'), false);
    assert.equal(equalText('abc', 'abx'), false);
    assert.equal(equalText('abc', 'abc'), true);
    assert.equal(equalText('', 'a'), false);
  });
});
