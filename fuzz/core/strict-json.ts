import { isDeepStrictEqual } from 'node:util';
import { parseStrictJson } from '@holdfast/core';
import fc from 'fast-check';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { memberName } from '../mutate/json.ts';
import { editText, mutantsOf, textEdits } from '../mutate/text.ts';

const seeds = [
  '{"a":1,"b":[true,null,{"c":"d"}]}',
  '{"a":1,"\\u0061":2}',
  ' [ {"alg":"none"} , {"alg" : "RS256"} ] ',
  '{"__proto__":{"x":1}}',
  '"\\ud800"',
  `${'['.repeat(16)}1${']'.repeat(16)}`,
  '-0.5e+3',
];

// Objects written member by member, so that a name can stand there twice and in two spellings.
const literal = memberName.chain((name) =>
  fc.constantFrom(
    JSON.stringify(name),
    `"${[...name].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`,
  ),
);
const members = fc
  .array(fc.tuple(literal, fc.constantFrom('1', '{}', '[]', '"a:b"', '{"a":{"a":1}}')), { maxLength: 5 })
  .map((pairs) => `{${pairs.map(([name, value]) => `${name}:${value}`).join(',')}}`);

const strictJson = defineTarget({
  name: 'core/strict-json',
  shortRuns: 1200,
  arbitrary: fc.oneof(
    mutantsOf(...seeds),
    fc.tuple(members, fc.option(textEdits)).map(([text, edits]) => (edits === null ? text : editText(text, edits))),
  ),
  run: async (text) => {
    const outcome = await attempt(() => parseStrictJson(text));
    const expected = readLoosely(text);
    expect(outcome.accepted === expected.fine, expected.fine ? 'refuses strict JSON' : 'accepts ambiguous JSON');
    if (outcome.accepted) expect(isDeepStrictEqual(outcome.value, expected.value), 'reads another value');
  },
});

/** The one JSON door. */
export const strictJsonTargets: readonly FuzzTarget[] = [strictJson];

// Counts instead of looking for duplicates: what a lenient reader dropped is missing from its value. Names are written plainly first,
// because the platform misreads some that are escaped.
function readLoosely(text: string): { readonly fine: boolean; readonly value?: unknown } {
  let value: unknown;
  let isPlain = true;
  try {
    JSON.parse(text);
    value = JSON.parse(
      text.replace(/"(?:[^"\\]|\\.)*"(\s*:)?/gs, (literal, colon?: string) => {
        if (colon === undefined || !literal.includes('\\')) return literal;
        const name = JSON.stringify(JSON.parse(literal.slice(0, -colon.length)));
        isPlain &&= !name.includes('\\');
        return name + colon;
      }),
    );
  } catch {
    return { fine: false };
  }
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/gs, '""');
  const written = bare.split(':').length - 1;
  const { members: read, depth, hasPrototype } = measure(value);
  return { value, fine: isPlain && written === read && depth <= 16 && !hasPrototype };
}

interface Measure {
  readonly members: number;
  readonly depth: number;
  readonly hasPrototype: boolean;
}

function measure(value: unknown): Measure {
  if (typeof value !== 'object' || value === null) return { members: 0, depth: 0, hasPrototype: false };
  const inner = Object.values(value).map(measure);
  return {
    members: (Array.isArray(value) ? 0 : inner.length) + inner.reduce((sum, one) => sum + one.members, 0),
    depth: 1 + Math.max(0, ...inner.map((one) => one.depth)),
    hasPrototype: Object.hasOwn(value, '__proto__') || inner.some((one) => one.hasPrototype),
  };
}
