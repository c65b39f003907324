import type { Violation } from '../report/violation.ts';
import type { CatalogEntry, PackageCatalog } from './catalogs.ts';

/** A file that may use codes, with its text. */
export interface UsingFile {
  readonly file: string;
  readonly text: string;
}

/** Codes that are badly formed, defined twice, never used, or used and never defined. */
export function catalogFaults(catalogs: readonly PackageCatalog[], users: readonly UsingFile[]): readonly Violation[] {
  const entries = catalogs.flatMap((catalog) => catalog.entries);
  return [
    ...entries.flatMap(wordingFaults),
    ...repeated(entries),
    ...unused(entries, users),
    ...undefinedCodes(entries, users),
  ];
}

// A capital, a figure, or a name that keeps its own spelling: forceRefresh, docs/errors.md, `use`.
const beginning = /^(?:[A-Z0-9`]|\S*[A-Z./_#])/;

function wordingFaults({ code, meaning, mend, file }: CatalogEntry): readonly Violation[] {
  const faults: Violation[] = [];
  const note = (fault: string, right: string) => faults.push({ file, fault: `${code}: ${fault}`, mend: right });
  if (!/^ERR(?:_[A-Z0-9]+){2,}$/.test(code)) note('is no code', 'Codes are ERR_<ROOM>_<WHAT>');
  if (!beginning.test(meaning)) note('the meaning begins small', 'Begin with a capital letter');
  if (!/[^\s.:!?]$/.test(meaning))
    note('the meaning ends with a mark', 'Leave out the full stop: the detail follows it');
  if (!beginning.test(mend)) note('the mend begins small', 'Begin with a capital letter');
  if (!/[^\s.]\.$/.test(mend)) note('the mend is no sentence', 'End it with a full stop');
  return faults;
}

function repeated(entries: readonly CatalogEntry[]): readonly Violation[] {
  return entries
    .filter(({ code }, index) => entries.findIndex((other) => other.code === code) < index)
    .map(({ code, file }) => ({ file, fault: `${code} is defined twice`, mend: 'A code has one meaning' }));
}

function unused(entries: readonly CatalogEntry[], users: readonly UsingFile[]): readonly Violation[] {
  // A row that stands beside the class that throws it is no use of its code.
  const used = new Set(users.flatMap(({ text }) => text.match(/\bERR_[A-Z0-9_]+\b(?!: \{)/g) ?? []));
  return entries
    .filter(({ code }) => !used.has(code))
    .map(({ code, file }) => ({ file, fault: `${code} is never used`, mend: 'Throw it or remove it' }));
}

function undefinedCodes(entries: readonly CatalogEntry[], users: readonly UsingFile[]): readonly Violation[] {
  const defined = new Set(entries.map(({ code }) => code));
  return users.flatMap(({ file, text }) =>
    [...new Set([...text.matchAll(mention)].map(([, used, row = '']) => used ?? row))]
      .filter((code) => !defined.has(code) && !foreign.test(code))
      .map((code) => ({
        file,
        fault: `uses ${code}, which no catalogue has`,
        mend: 'Add it to the catalogue of its package',
      })),
  );
}

// In quotes, or a row beside the class that throws it.
const mention = /['"](ERR_[A-Z0-9_]*[A-Z0-9])['"]|\b(ERR_[A-Z0-9_]+): \{/g;
// What events call an error that is not ours, and the codes of Node, which its errors carry in the same style.
const foreign =
  /^ERR_(?:UNKNOWN$|(?:TLS|SSL|SOCKET|STREAM|HTTP|HTTP2|INVALID|MODULE|PACKAGE|OSSL|CRYPTO|PARSE_ARGS|ASSERTION)_)/;
