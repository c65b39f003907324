import { canary } from '@holdfast/testing';
import fc from 'fast-check';
import { wildText } from '../../packages/core/test/fixtures/wild-texts.ts';

/** One change of a text. Positions are taken modulo what is there, so that every edit fits every text. */
export interface TextEdit {
  readonly does: 'replace' | 'insert' | 'delete' | 'repeat' | 'swap' | 'cut' | 'flipCase';
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** Characters and words that parsers have stumbled over. */
export const nastyTexts: readonly string[] = [
  ...[
    '',
    ' ',
    '\t',
    '\r\n',
    '\n',
    '\0',
    '\u007f',
    '\u0080',
    '\u00e9',
    '\u0130',
    '\u017f',
    '\u2028',
    '\ud800',
    '\ufeff',
  ],
  ...[
    '=',
    '==',
    '===',
    '.',
    '..',
    '...',
    '+',
    '/',
    '-',
    '_',
    '~',
    '*',
    '$',
    '!',
    '|',
    '^',
    '`',
    "'",
    '(',
    ')',
    '<',
    '>',
  ],
  ...[
    '"',
    '\\',
    '\\"',
    '\\u0000',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ';',
    '&',
    '#',
    '?',
    '@',
    '%',
    '%00',
    '%2e',
    '%2F',
    '%zz',
  ],
  ...['__proto__', 'constructor', 'toString', 'null', 'true', 'false', 'undefined', 'NaN', '-0', '1e999', '0x10', '١'],
  ...['none', 'HS256', 'Bearer', 'PoP', 'pop', 'POP', 'alg', 'kid', 'jwk', 'cnf', 'A', 'z', '0', '9', canary],
];

/** Any piece of text that an edit may put in. */
export const piece: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nastyTexts) },
  { weight: 2, arbitrary: fc.string({ minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: wildText({ maxLength: 6 }) },
);

const edit: fc.Arbitrary<TextEdit> = fc.record({
  does: fc.constantFrom('replace', 'insert', 'delete', 'repeat', 'swap', 'cut', 'flipCase'),
  at: fc.nat(0xf_ffff),
  length: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 3 }) }, { weight: 1, arbitrary: fc.nat(200) }),
  text: piece,
});

/** One edit, sometimes a few: one is by far the most telling. */
export const textEdits: fc.Arbitrary<readonly TextEdit[]> = fc.array(edit, {
  minLength: 1,
  maxLength: 4,
  size: 'xsmall',
});

/** Applies edits from first to last. The result may be the text itself: whoever compares has to look. */
export function editText(text: string, edits: readonly TextEdit[]): string {
  return edits.reduce(applyEdit, text);
}

/** A text of its own, or one that was mutated: what a parser of free text is fed. */
export function mutantsOf(...seeds: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(fc.constantFrom(...seeds), textEdits).map(([seed, edits]) => editText(seed, edits)),
    },
    { weight: 1, arbitrary: wildText({ maxLength: 80 }) },
    { weight: 2, arbitrary: fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')) },
  );
}

function applyEdit(text: string, { does, at, length, text: piece }: TextEdit): string {
  const start = at % (text.length + 1);
  const end = Math.min(text.length, start + length);
  const before = text.slice(0, start);
  const chosen = text.slice(start, end);
  const after = text.slice(end);
  switch (does) {
    case 'replace':
      return before + piece + after;
    case 'insert':
      return before + piece + chosen + after;
    case 'delete':
      return before + after;
    case 'repeat':
      return before + chosen + chosen + after;
    case 'swap':
      return before + after.slice(0, length) + chosen + after.slice(length);
    case 'cut':
      return before;
    case 'flipCase':
      return before + flipCase(chosen) + after;
  }
}

function flipCase(text: string): string {
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
}
