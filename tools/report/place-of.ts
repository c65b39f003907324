import { relative } from 'node:path';
import { lineOf, type ts } from '../syntax/parse.ts';
import type { Violation } from './violation.ts';

/** File and line of a node, as a violation names them. */
export function placeOf(root: string, node: ts.Node): Pick<Violation, 'file' | 'line'> {
  const source = node.getSourceFile();
  return { file: relative(root, source.fileName), line: lineOf(source, node) };
}
