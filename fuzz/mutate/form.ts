import { buildReqCnf } from '@holdfast/core';
import fc from 'fast-check';
import { keys } from '../artefacts/keys.ts';
import { editText, piece, textEdits } from './text.ts';

type TextEdits = typeof textEdits extends fc.Arbitrary<infer T> ? T : never;

/** Parameters in their order; names may repeat. */
export type Form = readonly (readonly [name: string, value: string])[];

/** How a form is written. */
export type Writing = 'form' | 'percentAll' | 'raw';

/** How a body is written down: properly, or as somebody may write it who wants to be read in two ways. */
export const writing: fc.Arbitrary<Writing> = fc.constantFrom('form' as const, 'percentAll' as const, 'raw' as const);

/** One change of a form. */
export interface FormEdit {
  readonly does: 'editValue' | 'editName' | 'remove' | 'repeat' | 'add' | 'empty' | 'upperCase';
  readonly at: number;
  readonly name: string;
  readonly value: string;
  readonly edits: TextEdits;
}

/** Changes that ask for something else, or for nothing that is understood. */
export const formEdit: fc.Arbitrary<FormEdit> = fc.record({
  does: fc.constantFrom('editValue', 'editName', 'remove', 'repeat', 'add', 'empty', 'upperCase'),
  at: fc.nat(20),
  name: fc.oneof(
    fc.constantFrom('token_type', 'req_cnf', 'client_id', 'client_secret', 'scope', 'claims', 'grant_type'),
    fc.constantFrom('code', 'code_verifier', 'redirect_uri', 'refresh_token'),
    piece,
  ),
  value: fc.oneof(fc.constantFrom('pop', 'PoP', 'Bearer', 'mtls_pop', buildReqCnf('kid', keys.thief), '{}'), piece),
  edits: textEdits,
});
/** Makes one change. */
export function editForm(form: Form, edit: FormEdit): Form {
  const at = edit.at % Math.max(1, form.length);
  const pair = form[at];
  if (edit.does === 'add' || pair === undefined) return form.toSpliced(at, 0, [edit.name, edit.value]);
  const [name, value] = pair;
  switch (edit.does) {
    case 'editValue':
      return form.with(at, [name, editText(value, edit.edits)]);
    case 'editName':
      return form.with(at, [editText(name, edit.edits), value]);
    case 'remove':
      return form.toSpliced(at, 1);
    case 'repeat':
      return form.toSpliced(at, 0, pair);
    case 'empty':
      return form.with(at, [name, '']);
    default:
      return form.with(at, [name.toUpperCase(), value]);
  }
}

/** Writes a form down. */
export function writeForm(form: Form, how: Writing): string {
  if (how === 'form')
    return new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString();
  const encode = how === 'raw' ? (text: string) => text : percentAll;
  return form.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

function percentAll(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
