import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLruMap } from '@holdfast/core';
import { collectGarbage } from '@holdfast/testing';
import fc from 'fast-check';
import type { CacheKey } from '../../src/cache/cache-key.ts';
import { createKeyIndex } from '../../src/cache/key-index.ts';

const part = fc.constantFrom('a', 'b', 'c');
const key: fc.Arbitrary<CacheKey> = fc.record({ tenant: part, scheme: part, scopes: part });
const step = fc.tuple(fc.constantFrom('find', 'write', 'remove'), key, fc.nat(9));

test('it finds what was written under all three parts, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), (steps, max) => {
      const indexed = createLruMap<number, CacheKey>(max, createKeyIndex());
      // The map of the core, under a text of the whole key.
      const model = createLruMap<number>(max);
      for (const [action, place, value] of steps) {
        const text = JSON.stringify([place.tenant, place.scheme, place.scopes]);
        if (action === 'find') assert.equal(indexed.find(place), model.find(text));
        if (action === 'write') {
          indexed.write(place, value);
          model.write(text, value);
        }
        if (action === 'remove') {
          indexed.remove(place);
          model.remove(text);
        }
        assert.equal(indexed.size, model.size);
      }
      const contents = indexed.entries().map(([{ tenant, scheme, scopes }, value]) => [tenant, scheme, scopes, value]);
      assert.deepEqual(
        contents,
        model.entries().map(([text, value]) => [...JSON.parse(text), value]),
      );
    }),
    { numRuns: 500 },
  );
});

test('tenants and keys that come and go leave nothing behind', () => {
  const map = createLruMap<number, CacheKey>(10, createKeyIndex());
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let count = 0; count < 300_000; count += 1) {
    map.write({ tenant: `tenant ${count}`, scheme: `key ${count}`, scopes: 'a' }, count);
  }
  assert.equal(map.size, 10);
  collectGarbage();
  // Two empty levels for each would be more than 150 MB.
  assert.ok(process.memoryUsage().heapUsed - before < 100_000_000);
});
