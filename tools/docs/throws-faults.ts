import type { PackageCatalog } from '../errors/catalogs.ts';
import { placeOf } from '../report/place-of.ts';
import type { Violation } from '../report/violation.ts';
import { listFiles, readText } from '../repository/files.ts';
import { ts } from '../syntax/parse.ts';
import { codesOfClass } from './codes.ts';
import { describedNodes } from './described-nodes.ts';
import { docstringOf, tagTexts } from './docstring.ts';
import { listPublicExports, type OpenDoors } from './public-exports.ts';

/** Codes that no public function throws: by the beginning of their name or by their package, each with the reason. */
type InternalCodes = Readonly<Record<string, string>>;

interface Throws {
  readonly node: ts.Node;
  readonly text: string;
}

interface KnownCode {
  readonly code: string;
  readonly owner: string;
  readonly file: string;
}

const internalFile = 'tools/docs/internal-codes.json';

/** Codes that docstrings name and no catalogue has, and codes of catalogues that no docstring of a public export names. */
export function throwsFaults(root: string, all: OpenDoors, catalogs: readonly PackageCatalog[]): readonly Violation[] {
  const known = catalogs.flatMap(({ owner, entries }) =>
    entries.map(({ code, file }): KnownCode => ({ code, file, owner: owner.name })),
  );
  const tags = listThrows(all);
  const told = new Set(tags.flatMap(({ text }) => [...codesIn(text), ...codesOfClasses(text, all)]));
  const untold = known.filter(({ code }) => !told.has(code));
  return [...unknownFaults(root, tags, known), ...untoldFaults(untold, readInternal(root))];
}

function unknownFaults(root: string, tags: readonly Throws[], known: readonly KnownCode[]): readonly Violation[] {
  const codes = new Set(known.map(({ code }) => code));
  return tags.flatMap(({ node, text }) =>
    codesIn(text)
      .filter((code) => !codes.has(code))
      .map((code) => ({
        ...placeOf(root, node),
        fault: `@throws names ${code}, which no catalogue has`,
        mend: 'Name a code of docs/errors.md',
      })),
  );
}

function untoldFaults(untold: readonly KnownCode[], internal: InternalCodes): readonly Violation[] {
  const rows = Object.keys(internal);
  const covers = (row: string, { code, owner }: KnownCode) => code.startsWith(row) || owner === row;
  return [
    ...untold
      .filter((one) => !rows.some((row) => covers(row, one)))
      .map(({ code, file }) => ({
        file,
        fault: `${code} is in no @throws of a public export`,
        mend: `Say who throws it, or give the reason in ${internalFile}`,
      })),
    ...rows
      .filter((row) => internal[row] === '' || !untold.some((one) => covers(row, one)))
      .map((row) => ({
        file: internalFile,
        fault: `${row} needs no reason or has none`,
        mend: 'Remove or fill the row',
      })),
  ];
}

function listThrows(all: OpenDoors): readonly Throws[] {
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

// A class that is named without a code stands for all of its codes.
function codesOfClasses(text: string, { doors, checker }: OpenDoors): readonly string[] {
  const names = [...text.matchAll(/\{@link (\w+)\}(?! \(?`ERR_\w*[A-Z0-9]`)/g)].map(([, name]) => name);
  return doors
    .flatMap(({ offers }) => offers)
    .filter(({ name, declarations }) => names.includes(name) && declarations.some(ts.isClassDeclaration))
    .flatMap(({ symbol }) => codesOfClass(checker.getDeclaredTypeOfSymbol(symbol), checker) ?? []);
}

function readInternal(root: string): InternalCodes {
  const isThere = listFiles(root, 'tools/docs').includes(internalFile);
  return isThere ? (JSON.parse(readText(root, internalFile)) as InternalCodes) : {};
}
