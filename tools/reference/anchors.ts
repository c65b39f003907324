import type { Door } from '../docs/doors.ts';
import type { OpenDoor, OpenDoors, PublicExport } from '../docs/public-exports.ts';
import type { CodeEntry } from './codes.ts';
import { hostedTypes, pageOrder } from './page-order.ts';

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
  /** All error codes of the project. */
  readonly codes: ReadonlyMap<string, CodeEntry>;
}

/**
 * Addresses as seen from the page of `door`: its own names first, then those of its package, then those of packages below.
 *
 * Two packages may each offer a name of their own; the order is what tells them apart.
 */
export function addressesFrom(door: Door, { doors }: OpenDoors, codes: ReadonlyMap<string, CodeEntry>): Addresses {
  const own = doors.filter((one) => one.door === door);
  const kin = doors.filter((one) => one.door !== door && folderOf(one.door) === folderOf(door));
  const others = doors.filter((one) => folderOf(one.door) !== folderOf(door));
  const found = new Map<string, string>();
  for (const open of [...own, ...kin, ...others]) {
    const page = open.door === door ? '' : open.door.page;
    for (const [name, anchor] of anchorsOf(open)) if (!found.has(name)) found.set(name, `${page}#${anchor}`);
  }
  return { door, find: (name) => found.get(name), codes };
}

/** The anchor of every export on the page of a door: of two names that differ in letter case only, the second is numbered. */
export function anchorsOf(open: OpenDoor): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  return new Map(
    pageOrder(open, hostedTypes(open)).map(({ name }) => {
      const anchor = anchorOf(name);
      const count = counts.get(anchor) ?? 0;
      counts.set(anchor, count + 1);
      return [name, count === 0 ? anchor : `${anchor}-${count}`];
    }),
  );
}

/** The door under which an export is at home: the one whose package holds its source, root door first. */
export function homeOf({ declarations, symbol }: PublicExport, { doors }: OpenDoors): OpenDoor | undefined {
  const file = declarations[0]?.getSourceFile().fileName ?? '';
  return doors.find(
    ({ door, offers }) =>
      file.includes(`/packages/${folderOf(door)}/`) && offers.some((offer) => offer.symbol === symbol),
  );
}

function folderOf({ entry }: Door): string {
  return entry.split('/')[1] ?? '';
}
