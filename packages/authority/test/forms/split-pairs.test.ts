import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { splitPairs } from '../../src/forms/split-pairs.ts';

describe('the pairs of an urlencoded text', () => {
  it('are split at the first equals sign, stay as they are written, and are there as often as they come', () => {
    const rows: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
      ['', []],
      ['&&&', []],
      ['a', [['a', '']]],
      ['a=', [['a', '']]],
      ['=', [['', '']]],
      ['=b', [['', 'b']]],
      ['a=b=c&', [['a', 'b=c']]],
      [
        '&a=%26+;&&a=2&b',
        [
          ['a', '%26+;'],
          ['a', '2'],
          ['b', ''],
        ],
      ],
    ];
    for (const [text, pairs] of rows) {
      assert.deepEqual(
        [...splitPairs(text)].map(({ name, value }) => [name, value]),
        pairs,
        text,
      );
    }
  });
});
