import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLastWritten } from '../../src/memory/last-written.ts';

describe('what was written last', () => {
  it('is found, and what was written first is forgotten where there is no room', () => {
    const values = createLastWritten<number>(2);
    values.write('a', 1);
    values.write('b', 2);
    assert.deepEqual([values.find('a'), values.find('b')], [1, 2]);
    // Looking for it does not keep it.
    values.write('c', 3);
    assert.deepEqual([values.find('a'), values.find('b'), values.find('c')], [undefined, 2, 3]);
  });

  it('stays bounded, whatever is written', () => {
    const values = createLastWritten<number>(16);
    for (let index = 0; index < 1000; index += 1) values.write(`key ${index}`, index);
    const found = Array.from({ length: 1000 }, (_, index) => values.find(`key ${index}`)).filter(
      (value) => value !== undefined,
    );
    assert.deepEqual(
      found,
      Array.from({ length: 16 }, (_, index) => 984 + index),
    );
  });
});
