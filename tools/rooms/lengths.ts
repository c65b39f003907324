import type { Violation } from '../report/violation.ts';
import { lastLineOf, lineOf, ts, walk } from '../syntax/parse.ts';
import { budgets, isWaived } from './budgets.ts';

/** A measured length and where it was measured. */
export interface Length {
  readonly file: string;
  readonly line?: number | undefined;
  readonly what: string;
  readonly lines: number;
}

/** Number of lines of a text; a last line break begins no line. */
export function countLines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** Length of every function with a body. */
export function functionLengths(source: ts.SourceFile): readonly Length[] {
  const found: Length[] = [];
  walk(source, (node) => {
    if (!isFunction(node)) return;
    const line = lineOf(source, node);
    found.push({
      file: source.fileName,
      line,
      what: `function ${nameOf(node)}`,
      lines: lastLineOf(source, node) - line + 1,
    });
  });
  return found;
}

/** Functions that take more by position than a reader can keep apart. */
export function crowdedFunctions(source: ts.SourceFile): readonly Violation[] {
  const found: Violation[] = [];
  walk(source, (node) => {
    if (!ts.isFunctionLike(node) || node.parameters.length <= budgets.parameters) return;
    const line = lineOf(source, node);
    if (isWaived(source.text, line)) return;
    found.push({
      file: source.fileName,
      line,
      fault: `${nameOf(node)} takes ${node.parameters.length} positional parameters`,
      mend: `After ${budgets.parameters}, take one readonly object`,
    });
  });
  return found;
}

/** What is longer than `budget`, as the check reports it. */
export function overBudget(lengths: readonly Length[], budget: number): readonly Violation[] {
  return lengths
    .filter(({ lines }) => lines > budget)
    .map(({ file, line, what, lines }) => ({
      file,
      line,
      fault: `${what} has ${lines} lines, budget ${budget}`,
      mend: 'Split it by subject',
    }));
}

type FunctionNode = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration;

function isFunction(node: ts.Node): node is FunctionNode {
  const known =
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node);
  return known && node.body !== undefined;
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name.getText() : 'without a name';
}
