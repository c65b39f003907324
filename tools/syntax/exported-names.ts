import { resolveRelative } from './imports.ts';
import { parseFile, ts } from './parse.ts';

/** Every name a module exports, `export *` followed within the package. */
export function exportedNames(root: string, file: string): readonly string[] {
  const source = parseFile(root, file);
  return source.statements.flatMap((statement) => namesOf(root, file, statement));
}

function namesOf(root: string, file: string, statement: ts.Statement): readonly string[] {
  if (ts.isExportDeclaration(statement)) return reexportedNames(root, file, statement);
  const isExported = ts.canHaveModifiers(statement) && hasExport(ts.getModifiers(statement));
  if (!isExported) return [];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const { name } = statement as ts.Statement & { readonly name?: ts.Node };
  return name === undefined ? ['default'] : [name.getText()];
}

function reexportedNames(root: string, file: string, statement: ts.ExportDeclaration): readonly string[] {
  const { exportClause, moduleSpecifier } = statement;
  if (exportClause !== undefined) {
    return ts.isNamedExports(exportClause)
      ? exportClause.elements.map(({ name }) => name.text)
      : [exportClause.name.text];
  }
  const specifier = moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
  const target = resolveRelative(file, specifier);
  return target === undefined ? [`* from ${specifier}`] : exportedNames(root, target);
}

function hasExport(modifiers: readonly ts.Modifier[] | undefined): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}
