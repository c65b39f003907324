import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
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

test('it behaves like a list that is searched from the front', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const step = fc.oneof(
    fc.tuple(fc.constant('find'), key, fc.constant(0)),
    fc.tuple(fc.constant('write'), key, fc.nat(9)),
    fc.tuple(fc.constant('remove'), key, fc.constant(0)),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), (steps, max) => {
      const map = createLruMap<number>(max);
      let model: [string, number][] = [];
      for (const [action, name, value] of steps) {
        const known = model.find(([other]) => other === name);
        if (action === 'find') assert.equal(map.find(name), known?.[1]);
        if (action === 'write') map.write(name, value);
        if (action === 'remove') map.remove(name);
        const rest = model.filter(([other]) => other !== name);
        if (action === 'write') model = [...rest, [name, value] as [string, number]].slice(-max);
        else if (action === 'remove' || known === undefined) model = action === 'remove' ? rest : model;
        else model = [...rest, known];
        assert.deepEqual(map.entries(), model);
        assert.equal(map.size, model.length);
      }
    }),
    { numRuns: 500 },
  );
});

test('one busy key among many is found as fast as if it were alone', () => {
  const map = createLruMap<number>(100_000);
  for (let index = 0; index < 50_000; index += 1) map.write(`key ${index}`, index);
  const started = performance.now();
  for (let index = 0; index < 50_000; index += 1) map.find(`key ${index % 2}`);
  // With deleted entries left in its bucket this took over three seconds; it takes a few milliseconds.
  assert.ok(performance.now() - started < 1500);
});
