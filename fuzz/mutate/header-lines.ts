import fc from 'fast-check';
import { editText, piece, type TextEdit, textEdits } from './text.ts';

/** Header lines in order, repeats included. */
export type HeaderLines = readonly (readonly [name: string, value: string])[];

/** One change of a list of header lines. */
export interface HeaderEdit {
  readonly does: 'repeat' | 'remove' | 'editName' | 'editValue' | 'add' | 'flipCase' | 'move';
  readonly at: number;
  readonly name: string;
  readonly value: string;
  readonly edits: readonly TextEdit[];
}

/** Names that mean something to somebody on the way. */
const names = ['authorization', 'Authorization', 'host', 'content-type', 'content-length', 'transfer-encoding', 'dpop'];

const edit: fc.Arbitrary<HeaderEdit> = fc.record({
  does: fc.constantFrom('repeat', 'remove', 'editName', 'editValue', 'add', 'flipCase', 'move'),
  at: fc.nat(0xffff),
  name: fc.oneof(fc.constantFrom(...names, 'forwarded', 'x-forwarded-host', 'x-http-method-override', ''), piece),
  value: piece,
  edits: textEdits,
});

/** One to three changes. */
export const headerEdits: fc.Arbitrary<readonly HeaderEdit[]> = fc.array(edit, { minLength: 1, maxLength: 3 });

/** Applies changes from first to last. */
export function editHeaders(lines: HeaderLines, edits: readonly HeaderEdit[]): HeaderLines {
  return edits.reduce(applyEdit, lines);
}

function applyEdit(lines: HeaderLines, edit: HeaderEdit): HeaderLines {
  const at = edit.at % Math.max(1, lines.length);
  const line = lines[at];
  if (edit.does === 'add' || line === undefined) return lines.toSpliced(at, 0, [edit.name, edit.value]);
  const [name, value] = line;
  switch (edit.does) {
    case 'repeat':
      return lines.toSpliced(at, 0, line);
    case 'remove':
      return lines.toSpliced(at, 1);
    case 'editName':
      return lines.with(at, [editText(name, edit.edits), value]);
    case 'editValue':
      return lines.with(at, [name, editText(value, edit.edits)]);
    case 'flipCase':
      return lines.with(at, [name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase(), value]);
    case 'move':
      return [...lines.toSpliced(at, 1), line];
  }
}
