import type { JsonObject, JsonValue } from '@holdfast/core';
import { toIsoTime, toRelativeTime } from '../../terminal/relative-time.ts';
import { asText } from '../facts/as-text.ts';
import type { Member } from '../facts/explanation.ts';
import type { ValueForm } from './claim-words.ts';

/** How members are described. */
export interface DescribeOptions {
  readonly part: string;
  readonly words: Readonly<Record<string, { readonly says: string; readonly form?: ValueForm }>>;
  /** Members that are described elsewhere. */
  readonly except?: readonly string[] | undefined;
  /** Epoch seconds. */
  readonly now: number;
}

const mostMembers = 100;

/** Describes the members of an object, known or not, in their own order. */
export function describeMembers(
  object: JsonObject,
  { part, words, except = [], now }: DescribeOptions,
): readonly Member[] {
  const names = Object.keys(object).filter((name) => !except.includes(name));
  return names.slice(0, mostMembers).map((name): Member => {
    const value = object[name] ?? null;
    // A map of its own: a claim called `constructor` has no words here.
    const word = Object.hasOwn(words, name) ? words[name] : undefined;
    if (word?.form === 'hidden') return { part, name, value: hide(value), says: word.says };
    const says = [word?.says, word?.form === undefined ? undefined : forms[word.form](value, now)]
      .filter(Boolean)
      .join(': ');
    return { part, name, value, ...(says === '' ? {} : { says }) };
  });
}

/** Describes a signature, which nobody needs to see. */
export function describeSignature(bytes: Uint8Array, says?: string | undefined): Member {
  return { part: 'signature', name: 'signature', value: `(${bytes.length} bytes, not shown)`, says };
}

/** What is left of a secret text in a report. */
export function hide(value: JsonValue): string {
  return typeof value === 'string' ? `(${value.length} characters, not shown)` : '(not shown)';
}

type FormReader = (value: JsonValue, now: number) => string | undefined;

const forms: Readonly<Record<Exclude<ValueForm, 'hidden'>, FormReader>> = {
  time: (value, now) => {
    const iso = typeof value === 'number' ? toIsoTime(value) : undefined;
    return typeof value !== 'number' || iso === undefined ? 'no time' : `${toRelativeTime(value, now)}, ${iso}`;
  },
  'client-auth': (value) => clientAuthentication.get(asText(value)),
  capabilities: (value) =>
    Array.isArray(value) && value.some((one) => asText(one).toLowerCase() === 'cp1')
      ? 'cp1, it answers claims challenges'
      : undefined,
};

const clientAuthentication: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '0': 'not at all (public client)',
    '1': 'with a secret',
    '2': 'with a certificate or an assertion',
  }),
);
