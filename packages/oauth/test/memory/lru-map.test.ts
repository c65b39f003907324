import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLruMap } from '../../src/memory/lru-map.ts';

test('the least recently used entry goes first, and finding counts as use', () => {
  const map = createLruMap<number>(2);
  map.write('a', 1);
  map.write('b', 2);
  assert.equal(map.find('a'), 1);
  map.write('c', 3);
  assert.equal(map.find('b'), undefined);
  assert.deepEqual(
    [...map.entries()],
    [
      ['a', 1],
      ['c', 3],
    ],
  );
});

test('writing an entry again keeps one entry and the newest value', () => {
  const map = createLruMap<number>(2);
  map.write('a', 1);
  map.write('b', 2);
  map.write('a', 3);
  map.write('c', 4);
  assert.equal(map.size, 2);
  assert.equal(map.find('a'), 3);
  map.remove('a');
  assert.equal(map.find('a'), undefined);
});
