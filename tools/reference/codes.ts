import type { PackageCatalog } from '../errors/catalogs.ts';

/** What a catalogue says about one error code. */
export interface CodeEntry {
  readonly meaning: string;
  readonly status?: number | undefined;
}

/** Every code of every catalogue. */
export function mapCodes(catalogs: readonly PackageCatalog[]): ReadonlyMap<string, CodeEntry> {
  return new Map(
    catalogs.flatMap(({ entries }) => entries.map(({ code, meaning, status }) => [code, { meaning, status }])),
  );
}
