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

/** Reads what `encodeParts` wrote: what can be read back was written without ambiguity. */
function decodeParts(encoded: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < encoded.length; ) {
    const colon = encoded.indexOf(':', at);
    const end = colon + 1 + Number(encoded.slice(at, colon));
    parts.push(encoded.slice(colon + 1, end));
    at = end;
  }
  return parts;
}

test('every part can be read back from a key', () => {
  fc.assert(fc.property(fc.array(text), (parts) => assert.deepEqual(decodeParts(encodeParts(parts)), parts)));
  fc.assert(
    fc.property(facts, (one) => {
      const [authority, tenant, clientId, scheme, schemeParts, scopes] = decodeParts(buildCacheKey(one));
      assert.deepEqual([authority, tenant, clientId, scheme], [one.authority, one.tenant, one.clientId, one.scheme]);
      assert.deepEqual(decodeParts(schemeParts!), one.schemeParts);
      assert.deepEqual(decodeParts(scopes!), [...new Set(one.scopes)].sort());
    }),
  );
});

test('moving text from one part to the next changes the key', () => {
  assert.notEqual(encodeParts(['ab', 'c']), encodeParts(['a', 'bc']));
  assert.notEqual(encodeParts(['a,', 'b']), encodeParts(['a', ',b']));
  assert.notEqual(encodeParts(['1:a']), encodeParts(['', 'a']));
  assert.notEqual(encodeParts([]), encodeParts(['']));
});

test('the order of scopes does not matter', () => {
  const base = { authority: 'a', tenant: 't', clientId: 'c', scheme: 'pop', schemeParts: [] };
  assert.equal(buildCacheKey({ ...base, scopes: ['x', 'y', 'x'] }), buildCacheKey({ ...base, scopes: ['y', 'x'] }));
});
