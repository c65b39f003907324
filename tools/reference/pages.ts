import { type OpenDoors, openDoors } from '../docs/public-exports.ts';
import { readCatalogs } from '../errors/catalogs.ts';
import { mapCodes } from './codes.ts';
import { buildDoorPage } from './door-page.ts';
import { buildIndexPage } from './index-page.ts';

/** The folder of the reference, from the root. */
export const referenceFolder = 'docs/api';

/** Every page of the reference by its file, as it follows from the sources now. */
export async function buildReference(root: string): Promise<ReadonlyMap<string, string>> {
  const all: OpenDoors = openDoors(root);
  const codes = mapCodes(await readCatalogs(root));
  const doors = all.doors.filter(({ offers }) => offers.length > 0);
  return new Map([
    [`${referenceFolder}/README.md`, buildIndexPage(all, codes)],
    ...doors.map((open) => [`${referenceFolder}/${open.door.page}`, buildDoorPage(open, all, codes)] as const),
  ]);
}
