import { decodeBase64, decodeBase64url, decodeUtf8, encodeBase64, encodeBase64url, encodeUtf8 } from '@holdfast/core';
import fc from 'fast-check';
import { wildText } from '../../packages/core/test/fixtures/wild-texts.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editText, mutantsOf, textEdits } from '../mutate/text.ts';

interface Encoding {
  readonly name: string;
  readonly encode: (bytes: Uint8Array) => string;
  readonly decode: (text: string) => Uint8Array;
  readonly platform: 'base64' | 'base64url';
}

const encodings: readonly Encoding[] = [
  { name: 'core/base64', encode: encodeBase64, decode: decodeBase64, platform: 'base64' },
  { name: 'core/base64url', encode: encodeBase64url, decode: decodeBase64url, platform: 'base64url' },
];

// One spelling for every run of bytes: whatever is accepted must come back letter by letter.
const canonical = encodings.map(({ name, encode, decode, platform }) =>
  defineTarget({
    name,
    shortRuns: 500,
    arbitrary: fc.tuple(fc.uint8Array({ maxLength: 40 }), textEdits, mutantsOf('AAAA', 'AA==', '-_8', '+/8=')),
    run: async ([bytes, edits, free]) => {
      const text = encode(bytes);
      expect(text === Buffer.from(bytes).toString(platform), 'encodes unlike the platform');
      expect(Buffer.compare(decode(text), bytes) === 0, 'does not read what it wrote');
      for (const mutant of [editText(text, edits), free]) {
        const outcome = await attempt(() => decode(mutant));
        if (outcome.accepted) expect(encode(outcome.value) === mutant, 'accepts a second spelling');
      }
    },
  }),
);

const utf8 = defineTarget({
  name: 'core/utf8',
  shortRuns: 800,
  arbitrary: fc.oneof(
    fc.uint8Array({ maxLength: 24 }),
    fc
      .tuple(wildText(), fc.uint8Array({ maxLength: 3 }))
      .map(([text, tail]) => Uint8Array.from([...encodeUtf8(text), ...tail])),
  ),
  run: async (bytes) => {
    const outcome = await attempt(() => decodeUtf8(bytes));
    if (outcome.accepted) expect(Buffer.compare(encodeUtf8(outcome.value), bytes) === 0, 'accepts ill-formed UTF-8');
    else expect(Buffer.compare(Buffer.from(Buffer.from(bytes).toString()), bytes) !== 0, 'refuses well-formed UTF-8');
  },
});

/** Base64 in both alphabets, and UTF-8. */
export const encodingTargets: readonly FuzzTarget[] = [...canonical, utf8];
