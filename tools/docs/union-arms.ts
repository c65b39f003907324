import type { ts } from '../syntax/parse.ts';
import { type Docstring, parseDocstring } from './docstring.ts';

/** The docstring above one arm of a union, which the compiler attaches to nothing; the sign of the arm stands between. */
export function armDocstring(arms: readonly ts.TypeNode[], index: number): Docstring {
  const arm = arms[index];
  if (arm === undefined) return { text: '', tags: [] };
  const source = arm.getSourceFile();
  const from = arms[index - 1]?.getEnd() ?? arm.parent.getFullStart();
  const between = source.text.slice(from, arm.getStart(source));
  return parseDocstring(/\/\*\*[\s\S]*?\*\/(?![\s\S]*\/\*\*)/.exec(between)?.[0] ?? '');
}
