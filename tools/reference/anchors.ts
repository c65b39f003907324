import type { Door } from '../docs/doors.ts';
import type { OpenDoors, PublicExport } from '../docs/public-exports.ts';

/** The anchor that a renderer of Markdown makes of a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** Leads from a name to where it is described, seen from one page. */
export interface Addresses {
  /** The page that asks. */
  readonly door: Door;
  /** `#name`, or `page.md#name`; undefined for a name that no door offers. */
  readonly find: (name: string) => string | undefined;
}

/**
 * Addresses as seen from the page of `door`: its own names first, then those of its package, then those of packages below.
 *
 * Two packages may each offer a name of their own; the order is what tells them apart.
 */
export function addressesFrom(door: Door, { doors }: OpenDoors): Addresses {
  const own = doors.filter((one) => one.door === door);
  const kin = doors.filter((one) => one.door !== door && folderOf(one.door) === folderOf(door));
  const others = doors.filter((one) => folderOf(one.door) !== folderOf(door));
  const found = new Map<string, string>();
  for (const { door: target, offers } of [...own, ...kin, ...others]) {
    const page = target === door ? '' : target.page;
    for (const { name } of offers) if (!found.has(name)) found.set(name, `${page}#${anchorOf(name)}`);
  }
  return { door, find: (name) => found.get(name) };
}

/** The door under which an export is at home: the one whose package holds its source, root door first. */
export function homeOf({ declarations, symbol }: PublicExport, { doors }: OpenDoors): Door | undefined {
  const file = declarations[0]?.getSourceFile().fileName ?? '';
  return doors.find(
    ({ door, offers }) =>
      file.includes(`/packages/${folderOf(door)}/`) && offers.some((offer) => offer.symbol === symbol),
  )?.door;
}

function folderOf({ entry }: Door): string {
  return entry.split('/')[1] ?? '';
}
