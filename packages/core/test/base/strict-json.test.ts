import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isJsonObject, parseStrictJson, parseStrictJsonObject } from '../../src/base/strict-json.ts';

describe('strict JSON (RFC 8259; RFC 7515 section 4)', () => {
  it('agrees with JSON.parse on random values, compact and spaced', () => {
    // What JSON.stringify writes has no duplicates; `__proto__` and names with a backslash are refused.
    const value = fc.jsonValue({ maxDepth: 5 }).filter((candidate) => !/__proto__|\\/.test(JSON.stringify(candidate)));
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1, '\t', '  \r\n'), (candidate, space) => {
        const text = JSON.stringify(candidate, undefined, space);
        assert.deepEqual(parseStrictJson(text), JSON.parse(text));
      }),
      { numRuns: 400 },
    );
  });

  it('never accepts a text that JSON.parse refuses', () => {
    const unit = fc.constantFrom('{', '}', '[', ']', ':', ',', '"', '\\', 'u', '0', '1', 'a', 'true', 'null', ' ', '-');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
        let strict: unknown;
        try {
          strict = parseStrictJson(text);
        } catch {
          return;
        }
        assert.deepEqual(strict, JSON.parse(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('finds a duplicate wherever it is nested and however it is spelled', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'u', '/', 'é', '😀'), maxLength: 4 });
    const spellings = (text: string) => [JSON.stringify(text), `"${escapeAll(text)}"`];
    fc.assert(
      fc.property(name, fc.nat(3), fc.tuple(fc.boolean(), fc.boolean()), (text, depth, [left, right]) => {
        const [plain, escaped] = spellings(text) as [string, string];
        const object = `{"first":0,${left ? plain : escaped}:1,"z":{},${right ? plain : escaped} :2}`;
        const nested = `${'[{"in":'.repeat(depth)}${object}${'}]'.repeat(depth)}`;
        assert.throws(() => parseStrictJson(nested), { code: 'ERR_JSON_DUPLICATE_MEMBER' });
      }),
    );
  });

  for (const [what, text] of [
    ['a plain duplicate', '{"a":1,"a":2}'],
    ['a duplicate with the same value', '{"a":1,"a":1}'],
    ['an escaped spelling', String.raw`{"a":1,"\u0061":2}`],
    ['two escaped spellings', String.raw`{"\u0061":1,"\u0061":2}`],
    ['escapes in either case', String.raw`{"\u00E9":1,"\u00e9":2}`],
    ['an escaped solidus', String.raw`{"a/b":1,"a\/b":2}`],
    ['a surrogate pair by halves', String.raw`{"😀":1,"\ud83d\ude00":2}`],
    ['the empty name', '{"":1,"":2}'],
    ['a duplicate after a nested object', '{"a":{"a":1},"a":2}'],
    ['a duplicate inside an array', '[[{"a":1,"b":[],"a":2}]]'],
    ['blanks before the colon', '{"a" \t:1,"a"\r\n:2}'],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseStrictJson(text), { name: 'JsonInvalid', code: 'ERR_JSON_DUPLICATE_MEMBER' });
    });
  }

  it('is not misled by values that look like names', () => {
    const text = '{"a":"a","b":["a","a","{\\"a\\":1,\\"a\\":2}"],"c":{"a":"b\\":1,"},"d":"\\\\"}';
    assert.deepEqual(parseStrictJson(text), JSON.parse(text));
  });

  it('tells names apart that only look alike', () => {
    const text = '{"a":1,"A":2,"\u00e9":3,"e\u0301":4,"a ":5}';
    assert.equal(Object.keys(parseStrictJsonObject(text)).length, 5);
  });

  for (const text of [
    '{"__proto__":{}}',
    '{"a":{"__proto__":null}}',
    '[{"__proto__":1}]',
    String.raw`{"\u005f_proto__":{"admin":true}}`,
  ]) {
    it(`refuses the name __proto__ in ${text}`, () => {
      assert.throws(() => parseStrictJson(text), { code: 'ERR_JSON_RESERVED_MEMBER' });
    });
  }

  it('refuses names that cannot be written without an escape', () => {
    for (const text of [
      String.raw`{"\\":1}`,
      String.raw`{"a\\b":1}`,
      String.raw`[{"x":{"\"":1}}]`,
      String.raw`{"\u005c":1}`,
      String.raw`{"\n":1}`,
      String.raw`{"\ud800":1}`,
    ]) {
      assert.throws(() => parseStrictJson(text), { code: 'ERR_JSON_RESERVED_MEMBER' }, text);
    }
  });

  // V8 13.6 reads `\u0061` as the name `\` when it has seen such a shape before: the beginning of its spelling, as long as the name.
  it('reads an escaped name for what it is, whatever the platform was shown before', () => {
    for (let round = 0; round < 50_000; round += 1) {
      JSON.parse(String.raw`{"first":0,"\\":1}`);
      assert.deepEqual(parseStrictJson(String.raw`{"first":0,"\u0061":1}`), { first: 0, a: 1 });
      assert.throws(() => parseStrictJson(String.raw`{"first":0,"a":1,"\u0061":2}`), {
        code: 'ERR_JSON_DUPLICATE_MEMBER',
      });
      JSON.parse(String.raw`{"first":0,"a":1,"\\":2}`);
    }
  });

  it('lets __proto__ be a value, and constructor a name', () => {
    const parsed = parseStrictJsonObject('{"constructor":"__proto__"}');
    assert.equal(parsed['constructor'], '__proto__');
    assert.equal(Object.getPrototypeOf(parsed), Object.prototype);
  });

  it('counts depth to 16 unless told, outside strings only', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    assert.deepEqual(parseStrictJson(nested(16)), JSON.parse(nested(16)));
    assert.throws(() => parseStrictJson(nested(17)), { code: 'ERR_JSON_TOO_DEEP' });
    assert.equal(parseStrictJson(`"${'['.repeat(50)}"`), '['.repeat(50));
    assert.equal(parseStrictJson(String.raw`"\"[[[[[[[[[[[[[[[[[[[["`), `"${'['.repeat(20)}`);
    assert.throws(() => parseStrictJson('{"a":{"b":1}}', { maxDepth: 1 }), { code: 'ERR_JSON_TOO_DEEP' });
    // What was closed on the way neither costs depth nor buys it.
    assert.deepEqual(parseStrictJson('[[],[],{}]', { maxDepth: 2 }), [[], [], {}]);
    assert.throws(() => parseStrictJson('[[],[],[[]]]', { maxDepth: 2 }), { code: 'ERR_JSON_TOO_DEEP' });
  });

  it('refuses great depth before the platform parser recurses into it', () => {
    const bomb = '[{"a":'.repeat(10_000);
    assert.throws(() => parseStrictJson(bomb), { code: 'ERR_JSON_TOO_DEEP' });
    // Closing first must not buy depth: the platform's parser stops at the first bracket.
    assert.throws(() => parseStrictJson(`${']'.repeat(30_000)}${'['.repeat(30_000)}`), { code: 'ERR_JSON_SYNTAX' });
  });

  it('bounds the size, in UTF-16 code units', () => {
    const text = (length: number) => `"${'x'.repeat(length - 2)}"`;
    assert.equal(parseStrictJson(text(65_536)), 'x'.repeat(65_534));
    assert.throws(() => parseStrictJson(text(65_537)), { code: 'ERR_JSON_TOO_LARGE' });
    assert.equal(parseStrictJson(text(10), { maxLength: 10 }), 'xxxxxxxx');
    assert.throws(() => parseStrictJson(text(11), { maxLength: 10 }), { code: 'ERR_JSON_TOO_LARGE' });
  });

  it('takes time in proportion to the text', () => {
    const wide = `{${Array.from({ length: 5000 }, (_, index) => `"n${index}":0`).join(',')}}`;
    assert.equal(Object.keys(parseStrictJsonObject(wide)).length, 5000);
    // Blanks after a string that is no name: looking for the colon must not begin again for each one.
    assert.throws(() => parseStrictJson(`["a"${' '.repeat(60_000)}`), { code: 'ERR_JSON_SYNTAX' });
  });

  for (const [what, text] of [
    ['nothing', ''],
    ['blanks only', '  '],
    ['trailing data', '{} {}'],
    ['a trailing comma', '{"a":1,}'],
    ['a byte order mark', '\uFEFF{}'],
    ['a comment', '{/*a*/}'],
    ['single quotes', "{'a':1}"],
    ['a bare name', '{a:1}'],
    ['NaN', 'NaN'],
    ['Infinity', '-Infinity'],
    ['a leading zero', '01'],
    ['a plus sign', '+1'],
    ['hexadecimal', '0x1'],
    ['a control character in a string', '"\u0001"'],
    ['a no-break space', '\u00a0{}'],
    ['an unclosed string', '{"a'],
    ['an escape at the end', '"\\'],
    ['a NUL at the end', '{}\0'],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseStrictJson(text), { name: 'JsonInvalid', code: 'ERR_JSON_SYNTAX' });
    });
  }

  for (const text of ['null', '[]', '"{}"', '1', 'true', '[{}]']) {
    it(`does not take ${text} for an object`, () => {
      assert.throws(() => parseStrictJsonObject(text), { code: 'ERR_JSON_NOT_OBJECT' });
    });
  }

  it('tells objects from arrays, null and functions', () => {
    assert.equal(isJsonObject({}), true);
    for (const other of [[], null, undefined, 'a', 1, () => 0]) assert.equal(isJsonObject(other), false);
  });
});

function escapeAll(text: string): string {
  return Array.from({ length: text.length }, (_, index) => {
    return `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}
