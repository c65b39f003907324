import type { PackageCatalog } from '../errors/catalogs.ts';
import type { Violation } from '../report/violation.ts';
import { listFiles, readText } from '../repository/files.ts';
import { ts } from '../syntax/parse.ts';
import { codesOfClass } from './codes.ts';
import { describedNodes } from './described-nodes.ts';
import { docstringOf, tagTexts } from './docstring.ts';
import { placeOf } from './member-faults.ts';
import { listPublicExports, type OpenDoors } from './public-exports.ts';

/** Codes that no public function throws, by the beginning of their name, with the reason. */
export type InternalCodes = Readonly<Record<string, string>>;

const internalFile = 'tools/docs/internal-codes.json';

interface Promise {
  readonly node: ts.Node;
  readonly text: string;
}

/** Codes that docstrings promise and no catalogue has, and codes of catalogues that no docstring promises. */
export function throwsFaults(root: string, all: OpenDoors, catalogs: readonly PackageCatalog[]): readonly Violation[] {
  const entries = catalogs.flatMap((catalog) => catalog.entries);
  const known = new Set(entries.map(({ code }) => code));
  const promises = listPromises(all);
  const told = new Set(promises.flatMap(({ text }) => [...codesIn(text), ...codesOfClasses(text, all)]));
  const internal = readInternal(root);
  const beginnings = Object.keys(internal);
  const untold = entries.filter(({ code }) => !told.has(code));
  return [
    ...promises.flatMap(({ node, text }) =>
      codesIn(text)
        .filter((code) => !known.has(code))
        .map((code) => ({
          ...placeOf(root, node),
          fault: `@throws names ${code}, which no catalogue has`,
          mend: 'Name a code of docs/errors.md',
        })),
    ),
    ...untold
      .filter(({ code }) => !beginnings.some((beginning) => code.startsWith(beginning)))
      .map(({ code, file }) => ({
        file,
        fault: `${code} is in no @throws of a public export`,
        mend: `Say who throws it, or give the reason in ${internalFile}`,
      })),
    ...beginnings
      .filter((beginning) => !untold.some(({ code }) => code.startsWith(beginning)))
      .map((beginning) => ({
        file: internalFile,
        fault: `${beginning} stands for no code that needs a reason`,
        mend: 'Remove the row',
      })),
  ];
}

function listPromises(all: OpenDoors): readonly Promise[] {
  return listPublicExports(all).flatMap((offer) => {
    const own = offer.declarations.map((node) => ({ node, docstring: docstringOf(node) }));
    return [...own, ...describedNodes(offer)].flatMap(({ node, docstring }) =>
      tagTexts(docstring, 'throws').map((text) => ({ node, text })),
    );
  });
}

function codesIn(text: string): readonly string[] {
  return [...text.matchAll(/`(ERR_[A-Z0-9_]*[A-Z0-9])`/g)].map(([, code = '']) => code);
}

// A class that is named without a code, or with the beginning that its codes share, promises all of them.
function codesOfClasses(text: string, { doors, checker }: OpenDoors): readonly string[] {
  const names = [...text.matchAll(/\{@link (\w+)\}(?! (?:\()?`ERR_\w*[A-Z0-9]`)/g)].map(([, name]) => name);
  const classes = doors
    .flatMap(({ offers }) => offers)
    .filter(({ name, declarations }) => names.includes(name) && declarations.some(ts.isClassDeclaration));
  return classes.flatMap(({ symbol }) => codesOfClass(checker.getDeclaredTypeOfSymbol(symbol), checker) ?? []);
}

function readInternal(root: string): InternalCodes {
  const isThere = listFiles(root, 'tools/docs').includes(internalFile);
  return isThere ? (JSON.parse(readText(root, internalFile)) as InternalCodes) : {};
}
