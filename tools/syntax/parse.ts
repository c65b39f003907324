// TypeScript 7 has no public API yet: an older compiler, under its own name, reads the syntax.
import ts from 'typescript-syntax';
import { readText } from '../repository/files.ts';

export { ts };

/** Reads one file into its syntax tree, with parents. */
export function parseFile(root: string, file: string): ts.SourceFile {
  return ts.createSourceFile(file, readText(root, file), ts.ScriptTarget.Latest, true);
}

/** One-based line on which a node begins, its comments left out. */
export function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

/** One-based line on which a node ends. */
export function lastLineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
}

/** Calls `visit` for every node below `node`, depth first. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  ts.forEachChild(node, (child) => {
    visit(child);
    walk(child, visit);
  });
}
