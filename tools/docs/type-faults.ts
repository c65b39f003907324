import { placeOf } from '../report/place-of.ts';
import type { Violation } from '../report/violation.ts';
import { ts } from '../syntax/parse.ts';
import { wordsOf } from './codes.ts';
import { listPublicExports, type OpenDoors } from './public-exports.ts';

/** Types that public signatures name and no door offers: a caller could neither look them up nor write them down. */
export function typeFaults(root: string, all: OpenDoors): readonly Violation[] {
  const names = namesOf(all);
  return listPublicExports(all).flatMap(({ name, declarations }) =>
    declarations.flatMap(signatureTypes).flatMap((reference) => {
      const symbol = targetOf(reference, all.checker);
      const written = reference.typeName.getText();
      if (symbol === undefined || names.get(symbol)?.has(written) || !isOurs(symbol)) return [];
      // A shorthand of one file for error codes: the page shows the codes themselves.
      if (wordsOf(all.checker.getTypeAtLocation(reference)) !== undefined) return [];
      const fault = `${name} names the type ${written}, which no door offers by this name`;
      return [{ ...placeOf(root, reference), fault, mend: 'Export the type, or write out what it stands for' }];
    }),
  );
}

// A type may leave under another name; then what names it inside is nothing that a reader could look up.
function namesOf({ doors }: OpenDoors): ReadonlyMap<ts.Symbol, ReadonlySet<string>> {
  const names = new Map<ts.Symbol, Set<string>>();
  for (const { name, symbol } of doors.flatMap(({ offers }) => offers)) {
    names.set(symbol, (names.get(symbol) ?? new Set()).add(name));
  }
  return names;
}

/** The types that a declaration shows; bodies, private members and what classes are built from are not shown. */
function signatureTypes(declaration: ts.Declaration): readonly ts.TypeReferenceNode[] {
  const found: ts.TypeReferenceNode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node) || ts.isConstructorDeclaration(node) || ts.isHeritageClause(node)) return;
    if (ts.isClassElement(node) && isHidden(node)) return;
    if (ts.isVariableDeclaration(node)) {
      if (node.type !== undefined) visit(node.type);
      return;
    }
    if (ts.isTypeReferenceNode(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(declaration);
  return found;
}

function isHidden(member: ts.ClassElement): boolean {
  const isPrivate = (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0;
  return isPrivate || (member.name !== undefined && ts.isPrivateIdentifier(member.name));
}

function targetOf({ typeName }: ts.TypeReferenceNode, checker: ts.TypeChecker): ts.Symbol | undefined {
  const symbol = checker.getSymbolAtLocation(typeName);
  if (symbol === undefined) return undefined;
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

// A type of a file's own that only shortens another is still ours; a parameter of a generic type is nobody's.
function isOurs({ flags, declarations = [] }: ts.Symbol): boolean {
  if ((flags & ts.SymbolFlags.TypeParameter) !== 0) return false;
  return declarations.some((one) => !one.getSourceFile().fileName.includes('/node_modules/'));
}
