import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { listPackages, listSources, type WorkspacePackage } from '../repository/packages.ts';

/** One error code as its catalogue has it. */
export interface CatalogEntry {
  readonly code: string;
  readonly meaning: string;
  readonly mend: string;
  /** HTTP status that answers it, where the catalogue says so. */
  readonly status?: number | undefined;
  /** The catalogue, from the root. */
  readonly file: string;
}

/** The codes of one package, in the order of its catalogues. */
export interface PackageCatalog {
  readonly owner: WorkspacePackage;
  readonly entries: readonly CatalogEntry[];
}

/** Is this the place where codes are defined, not where they are used? */
export function isCatalog(file: string): boolean {
  return /\/errors\/catalog[^/]*\.ts$/.test(file);
}

/** Imports the catalogues of every package: each exported object whose values have a meaning and a mend. */
export async function readCatalogs(root: string): Promise<readonly PackageCatalog[]> {
  const owners = listPackages(root);
  const catalogs = await Promise.all(owners.map(async (owner) => ({ owner, entries: await readPackage(root, owner) })));
  return catalogs.filter(({ entries }) => entries.length > 0);
}

async function readPackage(root: string, { folder }: WorkspacePackage): Promise<readonly CatalogEntry[]> {
  const files = listSources(root, folder).filter(isCatalog);
  const entries = await Promise.all(files.map((file) => readCatalog(root, file)));
  return entries.flat();
}

async function readCatalog(root: string, file: string): Promise<readonly CatalogEntry[]> {
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(root, file)).href);
  return Object.values(module)
    .filter(isTable)
    .flatMap((table) =>
      Object.entries(table).map(([code, { meaning, mend, status }]) => ({ code, meaning, mend, status, file })),
    );
}

type Row = Pick<CatalogEntry, 'meaning' | 'mend' | 'status'>;

function isTable(value: unknown): value is Readonly<Record<string, Row>> {
  return typeof value === 'object' && value !== null && Object.values(value).every(isRow);
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && 'meaning' in value && 'mend' in value;
}
