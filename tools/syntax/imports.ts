import { posix } from 'node:path';
import { lineOf, ts, walk } from './parse.ts';

/** One import, re-export or dynamic import. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Erased when types are stripped. */
  readonly typeOnly: boolean;
}

/** Every module a file asks for, in the order of the text. */
export function listImports(source: ts.SourceFile): readonly Import[] {
  const found: Import[] = [];
  const note = (node: ts.Node, specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      found.push({ specifier: specifier.text, line: lineOf(source, node), typeOnly });
    }
  };
  walk(source, (node) => {
    if (ts.isImportDeclaration(node)) note(node, node.moduleSpecifier, node.importClause?.isTypeOnly === true);
    if (ts.isExportDeclaration(node)) note(node, node.moduleSpecifier, node.isTypeOnly);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) note(node, node.argument.literal, true);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      note(node, node.arguments[0], false);
  });
  return found;
}

const inner = { '#host': 'host/web.ts', '#error-texts': 'errors/full-texts.ts' } as const;

/**
 * The file that a specifier leads to inside its package, from the root; undefined for a module asked for by name.
 *
 * `#host` and `#error-texts` are entries of package.json's `imports`, with one implementation for each kind of runtime; they stand for the
 * portable one, and for the whole one.
 */
export function resolveRelative(file: string, specifier: string): string | undefined {
  const own = /^(packages\/[^/]+\/src)\//.exec(file)?.[1];
  if (own !== undefined && specifier in inner) return `${own}/${inner[specifier as keyof typeof inner]}`;
  return /^\.\.?\//.test(specifier) ? posix.join(posix.dirname(file), specifier) : undefined;
}
