import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { equalBytes, equalText } from '../../src/base/equal.ts';

describe('constant-time comparison', () => {
  it('says of bytes what Buffer says', () => {
    const bytes = fc.uint8Array({ maxLength: 4, max: 2 });
    fc.assert(
      fc.property(bytes, bytes, (left, right) => {
        assert.equal(equalBytes(left, right), Buffer.from(left).equals(Buffer.from(right)));
      }),
    );
  });

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

  it('sees a difference at either end', () => {
    assert.equal(equalBytes(Uint8Array.of(1, 2, 3), Uint8Array.of(0, 2, 3)), false);
    assert.equal(equalBytes(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2, 2)), false);
    assert.equal(equalBytes(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2, 3)), true);
    assert.equal(equalBytes(Uint8Array.of(), Uint8Array.of(0)), false);
  });
});
