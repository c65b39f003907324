import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildCacheKey, type CacheKeyFacts, encodeParts } from '../../src/cache/cache-key.ts';

const text = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom('', '1:', '0:', ':', 'a', 'b', 'ab', ',', ' ', '|', '1:a1:b'),
);
const facts: fc.Arbitrary<CacheKeyFacts> = fc.record({
  authority: text,
  tenant: text,
  clientId: text,
  scheme: text,
  schemeParts: fc.array(text, { maxLength: 4 }),
  scopes: fc.array(text, { maxLength: 4 }),
});

// Written without the code under test: JSON keeps every boundary.
function same(one: CacheKeyFacts, other: CacheKeyFacts): boolean {
  const canonical = ({ scopes, ...rest }: CacheKeyFacts): string =>
    JSON.stringify([
      rest.authority,
      rest.tenant,
      rest.clientId,
      rest.scheme,
      rest.schemeParts,
      [...new Set(scopes)].sort(),
    ]);
  return canonical(one) === canonical(other);
}

test('two requests share a cache entry only when they ask for the same token', () => {
  fc.assert(
    fc.property(facts, facts, (one, other) => {
      assert.equal(buildCacheKey(one) === buildCacheKey(other), same(one, other));
    }),
    { numRuns: 2000 },
  );
});

test('changing one part always changes the key', () => {
  fc.assert(
    fc.property(facts, text, (one, value) => {
      for (const name of ['authority', 'tenant', 'clientId', 'scheme'] as const) {
        if (one[name] === value) continue;
        assert.notEqual(buildCacheKey({ ...one, [name]: value }), buildCacheKey(one));
      }
    }),
  );
});

test('moving text from one part to the next changes the key', () => {
  fc.assert(
    fc.property(fc.array(text), fc.array(text), (one, other) => {
      assert.equal(encodeParts(one) === encodeParts(other), JSON.stringify(one) === JSON.stringify(other));
    }),
    { numRuns: 2000 },
  );
  assert.notEqual(encodeParts(['ab', 'c']), encodeParts(['a', 'bc']));
  assert.notEqual(encodeParts([]), encodeParts(['']));
});

test('the order of scopes does not matter', () => {
  const base = { authority: 'a', tenant: 't', clientId: 'c', scheme: 'pop', schemeParts: [] };
  assert.equal(buildCacheKey({ ...base, scopes: ['x', 'y', 'x'] }), buildCacheKey({ ...base, scopes: ['y', 'x'] }));
});
