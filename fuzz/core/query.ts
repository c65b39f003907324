import fc from 'fast-check';
import {
  type HeaderField,
  hashHeaders,
  hashQuery,
  matchHeaders,
  matchQuery,
  splitQuery,
} from '../../packages/core/src/shr/hashed-parts.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editHeaders, headerEdits } from '../mutate/header-lines.ts';
import { editText, mutantsOf, piece, textEdits } from '../mutate/text.ts';

const query = fc.oneof(
  mutantsOf('a=1&b=2', 'limit=3', 'a', 'a=b=c&d=&e', 'a=1&a=2', 'A=1&a=1', '%61=1&a=1', 'x=%26&y=+'),
  fc.array(piece, { maxLength: 6 }).map((parts) => parts.join('&')),
);

const split = defineTarget({
  name: 'core/query-split',
  shortRuns: 1500,
  arbitrary: query,
  run: async (text) => {
    const outcome = await attempt(() => splitQuery(text));
    if (!outcome.accepted) return;
    const parts = [...outcome.value];
    expect(parts.map(([, part]) => part).join('&') === text, 'loses or changes bytes of the query');
    expect(
      parts.every(([name]) => name !== ''),
      'covers a parameter without a name',
    );
    expect(
      parts.every(([name, one]) => one === name || one.startsWith(`${name}=`)),
      'misnames a parameter',
    );
  },
});

const match = defineTarget({
  name: 'core/query-match',
  shortRuns: 800,
  arbitrary: fc.tuple(query, textEdits, fc.boolean()),
  run: async ([signed, edits, reversed]) => {
    const claim = await attempt(() => hashQuery(signed));
    if (!claim.accepted) return;
    const changed = editText(signed, edits);
    const sent = reversed ? changed.split('&').reverse().join('&') : changed;
    const outcome = await attempt(() => matchQuery(claim.value, sent));
    const isCovered = outcome.accepted && outcome.value;
    const isSame = sorted(signed) === sorted(sent);
    expect(isCovered === isSame, isSame ? 'refuses the same parameters' : 'accepts parameters that were not signed');
  },
});

const lines: readonly HeaderField[] = [
  ['Host', 'api.example'],
  ['Content-Type', 'application/json'],
  ['X-Trace', 'one: two'],
  ['Authorization', 'PoP x'],
];

const headers = defineTarget({
  name: 'core/covered-headers',
  shortRuns: 800,
  arbitrary: fc.tuple(fc.subarray(['host', 'content-type', 'x-trace', 'authorization', 'absent']), headerEdits),
  run: async ([names, edits]) => {
    const claim = await attempt(() => hashHeaders(names, lines));
    if (!claim.accepted) {
      expect(names.includes('authorization') || names.includes('absent'), 'cannot cover headers that are there once');
      return;
    }
    const sent = editHeaders(lines, edits);
    const outcome = await attempt(() => matchHeaders(claim.value, sent));
    const isSame = names.every((name) => same(valuesOf(sent, name), valuesOf(lines, name)));
    expect((outcome.accepted && outcome.value) === isSame, 'covered headers may change, or may not stay');
  },
});

/** What a proof says about query and headers. */
export const queryTargets: readonly FuzzTarget[] = [split, match, headers];

function sorted(text: string): string {
  return text.split('&').sort().join('&');
}

function valuesOf(fields: readonly HeaderField[], name: string): readonly string[] {
  return fields.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value);
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}
