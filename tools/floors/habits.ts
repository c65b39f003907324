import { posix } from 'node:path';
import type { Violation } from '../report/violation.ts';
import { lineOf, ts, walk } from '../syntax/parse.ts';
import type { FloorPlan } from './floor-plan.ts';

interface Habit {
  readonly fault: string;
  readonly mend: string;
  readonly isAllowedIn: (file: string, plan: FloorPlan) => boolean;
  readonly isIn: (node: ts.Node) => boolean;
}

/** What only few files may do, and how to recognise it. */
const habits: readonly Habit[] = [
  {
    fault: 'reads process.env',
    mend: 'Read the environment where floors.json allows it and pass the value on',
    isAllowedIn: (file, plan) => plan.mayReadEnvironment.includes(file),
    isIn: readsEnvironment,
  },
  {
    fault: 'mentions fetch',
    mend: 'Only files named send-… or …transport… touch the network; take a Transport',
    isAllowedIn: (file) => /^send|transport/.test(posix.basename(file)),
    isIn: usesFetch,
  },
  {
    fault: 'declares a class',
    mend: 'Classes are for errors, under errors/; write a factory that returns an object',
    isAllowedIn: (file, plan) => file.includes('/errors/') || plan.mayDeclareClass.includes(file),
    isIn: (node) => ts.isClassDeclaration(node) || ts.isClassExpression(node),
  },
  {
    fault: 'keeps mutable state in the module',
    mend: 'Keep it inside a factory; a fixed table is declared as ReadonlyMap or ReadonlySet',
    isAllowedIn: () => false,
    isIn: isMutableModuleState,
  },
  {
    fault: 'tells a promise by its class',
    mend: 'Ask for its `then`: where a library has replaced `Promise`, this waits for nothing',
    isAllowedIn: () => false,
    isIn: (node) =>
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
      /(?:^|\.)Promise$/.test(node.right.getText()),
  },
  {
    fault: 'names correlationId',
    mend: 'It is one field of an operation; floors.json lists the few files that may name it',
    isAllowedIn: (file, plan) => plan.mayNameCorrelationId.includes(file),
    isIn: (node) => ts.isIdentifier(node) && node.text === 'correlationId',
  },
];

/** Every line of a file that does what only other files may. */
export function habitFaults(source: ts.SourceFile, plan: FloorPlan): readonly Violation[] {
  const file = source.fileName;
  const judged = habits.filter((habit) => !habit.isAllowedIn(file, plan));
  // Once for each line, however often the line does it.
  const found = new Map<string, Violation>();
  walk(source, (node) => {
    for (const { fault, mend, isIn } of judged) {
      if (isIn(node)) found.set(`${lineOf(source, node)} ${fault}`, { file, line: lineOf(source, node), fault, mend });
    }
  });
  return [...found.values()];
}

function readsEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node))
    return node.name.text === 'env' && node.expression.getText().endsWith('process');
  if (!ts.isImportSpecifier(node) || (node.propertyName ?? node.name).text !== 'env') return false;
  const declaration = node.parent.parent.parent;
  return ts.isImportDeclaration(declaration) && /['"](?:node:)?process['"]/.test(declaration.moduleSpecifier.getText());
}

function usesFetch(node: ts.Node): boolean {
  if (!ts.isIdentifier(node) || node.text !== 'fetch') return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return /^(?:globalThis|self|window)$/.test(parent.expression.getText());
  }
  // A member, a parameter or a type that is called fetch sends nothing by itself.
  const names =
    ts.isTypeNode(parent) || ts.isTypeElement(parent) || ts.isParameter(parent) || ts.isTypeQueryNode(parent);
  return !names && !(ts.isPropertyAssignment(parent) && parent.name === node) && !ts.isMethodDeclaration(parent);
}

function isMutableModuleState(node: ts.Node): boolean {
  if (!ts.isVariableDeclaration(node) || !ts.isVariableStatement(node.parent.parent)) return false;
  if (!ts.isSourceFile(node.parent.parent.parent)) return false;
  if ((node.parent.flags & ts.NodeFlags.Const) === 0) return true;
  const made =
    node.initializer !== undefined && ts.isNewExpression(node.initializer) ? node.initializer.expression.getText() : '';
  return (made === 'Map' || made === 'Set') && !/^Readonly(?:Map|Set)\b/.test(node.type?.getText() ?? '');
}
