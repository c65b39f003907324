import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseStrictJsonObject } from '../../src/base/strict-json.ts';
import { readPlainMembers } from '../../src/shr/plain-members.ts';

const names = ['ts', 'm', 'u', 'p', 'q', 'h', 'b', 'nonce', 'jti'];

/** Reads the members between two texts that belong to somebody else. */
function read(members: string, [before, behind]: readonly [string, string] = ['"at":"x",', ',"cnf":{}}']) {
  return readPlainMembers(`${before}${members}${behind}`, before.length, before.length + members.length);
}

function strictly(members: string): object | undefined {
  try {
    return parseStrictJsonObject(`{${members}}`);
  } catch {
    return undefined;
  }
}

describe('the reader of plainly written claims', () => {
  const all =
    '"ts":1790000000,"m":"GET","u":"api.example:8443","p":"/orders","q":[["page","size"],"hash"],"h":[[],"x"],"b":"","nonce":"n~","jti":"j"';

  it('reads what clients write, in any order, to the same object as the strict parser', () => {
    assert.deepEqual(read(all), strictly(all));
    const reversed = all
      .split(/,(?="[a-z]+":)/)
      .reverse()
      .join(',');
    assert.deepEqual(read(reversed), strictly(reversed));
    assert.deepEqual(Object.keys(read(reversed) ?? {}), Object.keys(strictly(reversed) ?? {}));
  });

  it('reads any list of such claims as the strict parser does', () => {
    const text = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
    const plainText = text.map((one) => one.replaceAll(/["\\]/g, ''));
    const value = fc.oneof(
      plainText,
      fc.nat(),
      fc.array(fc.oneof(plainText, fc.array(plainText, { maxLength: 15 })), { maxLength: 15 }),
    );
    fc.assert(
      fc.property(
        fc.subarray(names, { minLength: 1 }),
        fc.array(value, { minLength: 9, maxLength: 9 }),
        (some, values) => {
          const claims = Object.fromEntries(some.map((name, index) => [name, values[index]]));
          assert.deepEqual(read(JSON.stringify(claims).slice(1, -1)), claims);
        },
      ),
    );
  });

  it('reads an altered list as the strict parser does, or not at all', () => {
    const letters = [...'"\\,:[]{}0123456789 -.eE\u0000\u001f\u007f\u00e9\ud800tsmunonce'];
    let readAnyway = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(all.length), fc.constantFrom('', ...letters), fc.nat(1)), {
          minLength: 1,
          maxLength: 3,
        }),
        (edits) => {
          let text = all;
          for (const [at, letter, kept] of edits) text = text.slice(0, at) + letter + text.slice(at + 1 - kept);
          const found = read(text);
          if (found === undefined) return;
          readAnyway += 1;
          assert.deepEqual(found, strictly(text));
        },
      ),
      { numRuns: 20_000 },
    );
    assert.ok(readAnyway > 500, `${readAnyway} read`);
  });

  for (const [what, members] of [
    ['nothing', ''],
    ['a name twice', '"ts":1,"m":"GET","ts":1'],
    ['a name that is not on the list', '"ts":1,"at":"x"'],
    ['a name that begins like one', '"ts":1,"nonces":"x"'],
    ['the key', '"ts":1,"cnf":"x"'],
    ['a name that runs to another prototype', '"__proto__":[],"ts":1'],
    ['a name with an escape', '"\\u0074s":1'],
    ['a text with an escape', '"m":"G\\u0045T"'],
    ['a text beyond ASCII', '"p":"/\u00e9"'],
    ['a control character', '"p":"/\u0001"'],
    ['a number with a zero in front', '"ts":01'],
    ['a fraction', '"ts":1.0'],
    ['an exponent', '"ts":1e9'],
    ['a number below zero', '"ts":-1'],
    ['a number that is not exact', '"ts":9007199254740993'],
    ['no number', '"ts":'],
    ['a word', '"b":null'],
    ['an object', '"b":{}'],
    ['a list in a list in a list', '"q":[[["x"]]]'],
    ['a list that never ends', '"q":["x"'],
    ['a comma too many in a list', '"q":["x",]'],
    ['a long list', `"q":[${Array.from({ length: 17 }, () => '"x"').join(',')}]`],
    ['a comma too many', '"ts":1,'],
    ['a comma too few', '"ts":1"m":"GET"'],
    ['blanks', '"ts": 1'],
    ['a text that ends in what belongs to somebody else', '"p":"'],
    ['more than belongs to it', '"ts":1},{"m":"GET"'],
  ] as const) {
    it(`leaves ${what} to somebody else`, () => assert.equal(read(members), undefined));
  }

  it('never takes a member from behind its end', () => {
    const text = '"ts":1,"m":"GET","p":"/"';
    for (let end = 0; end < text.length; end += 1) {
      const found = readPlainMembers(text, 0, end);
      assert.deepEqual(found, found === undefined ? undefined : strictly(text.slice(0, end)));
    }
  });
});
