import { resolveRelative } from './imports.ts';
import { parseFile, ts } from './parse.ts';

/** A name that a module offers. */
export interface ExportedName {
  readonly name: string;
  /** Erased when types are stripped. */
  readonly typeOnly: boolean;
  /** The file it is offered from, from the root, as far as this package goes. */
  readonly origin: string;
}

/** Every name a module exports, `export *` followed within the package. */
export function exportedNames(root: string, file: string): readonly ExportedName[] {
  const source = parseFile(root, file);
  return source.statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) ? reexportedNames(root, file, statement) : declaredNames(file, statement),
  );
}

function declaredNames(origin: string, statement: ts.Statement): readonly ExportedName[] {
  if (!ts.canHaveModifiers(statement) || !hasExport(ts.getModifiers(statement))) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => ({
      name: name.getText(),
      typeOnly: false,
      origin,
    }));
  }
  const { name } = statement as ts.Statement & { readonly name?: ts.Node };
  const typeOnly = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
  return [{ name: name?.getText() ?? 'default', typeOnly, origin }];
}

function reexportedNames(root: string, file: string, statement: ts.ExportDeclaration): readonly ExportedName[] {
  const { exportClause, moduleSpecifier, isTypeOnly } = statement;
  const specifier = moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
  const target = resolveRelative(file, specifier);
  const origin = target ?? file;
  if (exportClause === undefined) {
    return target === undefined
      ? [{ name: `* from ${specifier}`, typeOnly: isTypeOnly, origin }]
      : exportedNames(root, target);
  }
  if (!ts.isNamedExports(exportClause)) return [{ name: exportClause.name.text, typeOnly: isTypeOnly, origin }];
  return exportClause.elements.map((one) => ({ name: one.name.text, typeOnly: isTypeOnly || one.isTypeOnly, origin }));
}

function hasExport(modifiers: readonly ts.Modifier[] | undefined): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}
