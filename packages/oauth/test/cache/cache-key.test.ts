import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildScopeText, createSchemeTexts, encodeParts, writeCacheKey } from '../../src/cache/cache-key.ts';

interface Facts {
  readonly client: readonly string[];
  readonly tenant: string;
  readonly scheme: { readonly name: string; readonly cacheKeyParts: readonly string[] };
  readonly scopes: readonly string[];
}

const text = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom('', '1:', '0:', ':', 'a', 'b', 'ab', ',', ' ', '|', '1:a1:b'),
);
/** RFC 6749 section 3.3: what a scope may be made of. */
const scope = fc.oneof(
  fc.constantFrom('a', 'b', 'ab', '1:a', '1:a1:b', ','),
  fc.stringMatching(/^[\x21\x23-\x5B\x5D-\x7E]{1,4}$/),
);
const facts: fc.Arbitrary<Facts> = fc.record({
  client: fc.tuple(text, text),
  tenant: text,
  scheme: fc.record({ name: text, cacheKeyParts: fc.array(text, { maxLength: 4 }) }),
  scopes: fc.array(scope, { minLength: 1, maxLength: 4 }),
});

const schemeText = createSchemeTexts();
const keyOf = ({ client, tenant, scheme, scopes }: Facts): string =>
  writeCacheKey({ tenant, scheme: schemeText(scheme), scopes: buildScopeText(scopes) }, client);

// Written without the code under test: JSON keeps every boundary.
function same(one: Facts, other: Facts): boolean {
  const canonical = ({ client, tenant, scheme, scopes }: Facts): string =>
    JSON.stringify([client, tenant, scheme.name, scheme.cacheKeyParts, [...new Set(scopes)].sort()]);
  return canonical(one) === canonical(other);
}

test('two requests share a token only when they ask for the same token', () => {
  fc.assert(
    fc.property(facts, facts, (one, other) => {
      assert.equal(keyOf(one) === keyOf(other), same(one, other));
    }),
    { numRuns: 2000 },
  );
});

test('changing one part always changes the key', () => {
  fc.assert(
    fc.property(facts, text, scope, (one, value, added) => {
      const changes: readonly Partial<Facts>[] = [
        { tenant: value },
        { client: [value, ...one.client.slice(1)] },
        { scheme: { ...one.scheme, name: value } },
        { scheme: { ...one.scheme, cacheKeyParts: [...one.scheme.cacheKeyParts, value] } },
        { scopes: [...one.scopes, added] },
      ];
      for (const change of changes) {
        const changed = { ...one, ...change };
        assert.equal(keyOf(changed) === keyOf(one), same(changed, one));
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
      const [authority, clientId, tenant, scheme, scopes] = decodeParts(keyOf(one));
      assert.deepEqual([authority, clientId, tenant], [...one.client, one.tenant]);
      assert.deepEqual(decodeParts(scheme!), [one.scheme.name, ...one.scheme.cacheKeyParts]);
      assert.deepEqual(scopes!.split(' '), [...new Set(one.scopes)].sort());
    }),
  );
});

test('moving text from one part to the next changes the key', () => {
  assert.notEqual(encodeParts(['ab', 'c']), encodeParts(['a', 'bc']));
  assert.notEqual(encodeParts(['a,', 'b']), encodeParts(['a', ',b']));
  assert.notEqual(encodeParts(['1:a']), encodeParts(['', 'a']));
  assert.notEqual(encodeParts([]), encodeParts(['']));
});

test('the order of scopes does not matter, and neither do repeats', () => {
  assert.equal(buildScopeText(['x', 'y', 'x']), buildScopeText(['y', 'x']));
  assert.equal(buildScopeText(['x', 'x']), buildScopeText(['x']));
});

test('the text of a scheme is made once, and another scheme has its own', () => {
  const bearer = { name: 'bearer', cacheKeyParts: [] };
  const pop = { name: 'pop', cacheKeyParts: ['kid', 'thumbprint'] };
  assert.equal(schemeText(bearer), schemeText({ ...bearer }));
  assert.notEqual(schemeText(bearer), schemeText(pop));
  assert.notEqual(schemeText(pop), schemeText({ ...pop, cacheKeyParts: ['jwk', 'thumbprint'] }));
});
