import { join } from 'node:path';
import { listPackages } from '../repository/packages.ts';
import { ts } from '../syntax/parse.ts';
import { type Door, listDoors } from './doors.ts';

/** A declaration that a guest can reach through a package door. */
export interface PublicExport {
  readonly name: string;
  readonly symbol: ts.Symbol;
  readonly declarations: readonly ts.Declaration[];
}

/** A door, and everything that it offers, by name. */
export interface OpenDoor {
  readonly door: Door;
  readonly source: ts.SourceFile;
  readonly offers: readonly PublicExport[];
}

/** All doors of all published packages, and the checker that knows their types. */
export interface OpenDoors {
  readonly checker: ts.TypeChecker;
  readonly doors: readonly OpenDoor[];
}

/** Follows every door of every published package to the declarations behind it. */
export function openDoors(root: string): OpenDoors {
  const doors = listDoors(listPackages(root));
  const program = ts.createProgram({ rootNames: doors.map(({ entry }) => join(root, entry)), options: programOptions });
  const checker = program.getTypeChecker();
  const opened = doors.flatMap((door) => {
    const source = program.getSourceFile(join(root, door.entry));
    return source === undefined ? [] : [{ door, source, offers: listOffers(checker, source) }];
  });
  return { checker, doors: opened };
}

/** Everything that any door offers; each is listed once. */
export function listPublicExports({ doors }: OpenDoors): readonly PublicExport[] {
  const all = doors.flatMap(({ offers }) => offers);
  return [...new Map(all.map((offer) => [offer.symbol, offer])).values()];
}

function listOffers(checker: ts.TypeChecker, source: ts.SourceFile): readonly PublicExport[] {
  const module = checker.getSymbolAtLocation(source);
  const exported = module === undefined ? [] : checker.getExportsOfModule(module);
  return exported
    .map((one) => {
      const isAlias = (one.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(one) : one;
      const declarations = (symbol.declarations ?? []).filter((declaration) =>
        isOurs(declaration.getSourceFile().fileName),
      );
      return { name: one.name, symbol, declarations };
    })
    .filter(({ declarations }) => declarations.length > 0)
    .sort((a, b) => compareNames(a.name, b.name));
}

/** Alphabetical without letter case, the same on every machine. */
export function compareNames(a: string, b: string): number {
  const [low, high] = [a.toLowerCase(), b.toLowerCase()];
  if (low !== high) return low < high ? -1 : 1;
  return a < b ? -1 : Number(a > b);
}

// The language's own library is there so that `Omit` and its like can be worked out; no platform's is.
const programOptions: ts.CompilerOptions = {
  lib: ['lib.es2023.d.ts'],
  types: [],
  strict: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  customConditions: ['source'],
  allowImportingTsExtensions: true,
  noEmit: true,
};

function isOurs(file: string): boolean {
  return !file.includes('/node_modules/');
}
