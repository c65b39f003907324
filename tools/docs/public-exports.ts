import { join } from 'node:path';
import { listPackages } from '../repository/packages.ts';
import { ts } from '../syntax/parse.ts';

/** A declaration that a guest can reach through a package door. */
export interface PublicExport {
  readonly name: string;
  readonly declarations: readonly ts.Declaration[];
}

/** Follows every door of every published package to the declarations behind it; each is listed once. */
export function listPublicExports(root: string): readonly PublicExport[] {
  const doors = listPackages(root)
    .filter(({ isPrivate }) => !isPrivate)
    .flatMap(({ folder, doors }) =>
      Object.values(doors).map(({ source }) => join(root, 'packages', folder, source ?? '')),
    );
  const program = ts.createProgram({ rootNames: doors, options: programOptions });
  const checker = program.getTypeChecker();
  const found = new Map<ts.Symbol, PublicExport>();
  for (const door of doors) {
    const source = program.getSourceFile(door);
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    for (const exported of module === undefined ? [] : checker.getExportsOfModule(module)) {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
      const declarations = (symbol.declarations ?? []).filter((declaration) =>
        isOurs(declaration.getSourceFile().fileName),
      );
      if (declarations.length > 0) found.set(symbol, { name: exported.name, declarations });
    }
  }
  return [...found.values()];
}

// Only names are followed, no types are worked out: no library is loaded.
const programOptions: ts.CompilerOptions = {
  noLib: true,
  types: [],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  customConditions: ['source'],
  allowImportingTsExtensions: true,
  noEmit: true,
};

function isOurs(file: string): boolean {
  return !file.includes('/node_modules/');
}
