import { firstDocstring, firstSentence } from '../docs/docstring.ts';
import { doorDocstring } from '../docs/door-docstring.ts';
import { compareNames, type OpenDoor, type OpenDoors } from '../docs/public-exports.ts';
import { type Addresses, addressesFrom, homeOf } from './anchors.ts';
import type { CodeEntry } from './codes.ts';
import { notice } from './door-page.ts';
import { groupOf } from './groups.ts';
import { renderCell } from './prose.ts';

interface Row {
  readonly name: string;
  readonly text: string;
}

/** The first page: every door, and every export in the order of the alphabet. */
export function buildIndexPage(all: OpenDoors, codes: ReadonlyMap<string, CodeEntry>): string {
  const doors = all.doors.filter(({ offers }) => offers.length > 0);
  const seen = doors.map((open) => ({ open, addresses: seenFromIndex(addressesFrom(open.door, all, codes)) }));
  const rows = seen
    .flatMap(({ open, addresses }) => exportRows(open, all, addresses))
    .sort((a, b) => compareNames(a.name, b.name));
  const blocks = [
    notice,
    '# API reference',
    introduction,
    ['| import from | for |', '|---|---|', ...seen.map(({ open, addresses }) => doorRow(open, addresses))].join('\n'),
    '## Every export',
    'An export that several packages offer is listed once, where it is at home.',
    ['| name | kind | from | what it is |', '|---|---|---|---|', ...rows.map(({ text }) => text)].join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const introduction = `One page for each way into a package. A page stands for itself: what a package passes on from the packages below it is described
there as well, so whoever installs \`@holdfast/node\` needs no page but that one. Each entry says what is **not** checked. Errors have a
stable code each: [errors.md](../errors.md). The guides are in the [README](../../README.md).`;

function doorRow(open: OpenDoor, addresses: Addresses): string {
  const { specifier, page } = open.door;
  return `| [\`${specifier}\`](${page}) | ${renderCell(firstSentence(doorDocstring(open).text), addresses)} |`;
}

function exportRows(open: OpenDoor, all: OpenDoors, addresses: Addresses): readonly Row[] {
  const { door, offers } = open;
  return offers
    .filter((offer) => (homeOf(offer, all)?.door ?? door) === door)
    .map((offer) => {
      const { name } = offer;
      const sentence = renderCell(firstSentence(firstDocstring(offer.declarations).text), addresses);
      const kind = groupOf(offer)
        .toLowerCase()
        .replace(/(?<=ss)es$|s$/, '');
      return { name, text: `| [${name}](${addresses.find(name)}) | ${kind} | \`${door.specifier}\` | ${sentence} |` };
    });
}

// Seen from the index, a name of the page itself is on another page as well.
function seenFromIndex(addresses: Addresses): Addresses {
  const { door, find } = addresses;
  return { ...addresses, find: (name) => find(name)?.replace(/^#/, `${door.page}#`) };
}
