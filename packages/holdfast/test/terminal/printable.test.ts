import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { toPrintable, toPrintableJson, toPrintableLines } from '../../src/terminal/printable.ts';

/** Every character that a terminal may obey or hide. */
const obeyed = [
  ...Array.from({ length: 0x20 }, (_, code) => code),
  ...Array.from({ length: 0x21 }, (_, index) => 0x7f + index),
  0xad,
  0x061c,
  0x180e,
  0x200b,
  0x200e,
  0x200f,
  0x2028,
  0x2029,
  0x202a,
  0x202e,
  0x2060,
  0x2066,
  0x2069,
  0xfeff,
  0xd800,
  0xdfff,
  0xe0041,
].map((code) => String.fromCodePoint(code));

suite('text from outside on a terminal', () => {
  test('nothing of it is obeyed', () => {
    for (const character of obeyed) {
      for (const write of [toPrintable, toPrintableJson]) {
        assert.doesNotMatch(
          write(`a${character}b`),
          /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u,
          `${write.name} ${character.codePointAt(0)}`,
        );
      }
    }
    assert.equal(toPrintable('\u001b[31m\u009b\u{e0041}'), '\\u001b[31m\\u009b\\udb40\\udc41');
  });

  test('JSON stays the same value', () => {
    const value = { [obeyed.join('')]: [obeyed.join('"\\')] };
    assert.deepEqual(JSON.parse(toPrintableJson(value)), value);
  });

  test('lines and tabs of a body stay, a lone carriage return does not', () => {
    assert.equal(toPrintableLines('a\r\nb\tc\rd\u001b'), 'a\nb\tc\\u000dd\\u001b');
  });

  test('what people write stays', () => {
    const text = 'Ada Lovelace, Zürich, 東京, naïve, 🙂, {"a":"b"}';
    assert.equal(toPrintable(text), text);
  });
});
