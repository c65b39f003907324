import { firstDocstring, firstSentence } from '../docs/docstring.ts';
import { doorDocstring } from '../docs/door-docstring.ts';
import type { OpenDoor, OpenDoors, PublicExport } from '../docs/public-exports.ts';
import { addressesFrom, anchorsOf, homeOf } from './anchors.ts';
import type { CodeEntry } from './codes.ts';
import { type Group, groupOf, groups } from './groups.ts';
import type { PageFacts } from './page-facts.ts';
import { type Hosts, hostedTypes } from './page-order.ts';
import { renderCell, renderProse } from './prose.ts';
import { renderExport } from './render-export.ts';
import { renderExamples, renderSee } from './render-tags.ts';

/** What stands at the top of every generated page. */
export const notice = '<!-- Generated from the docstrings: npm run reference -->';

interface Page {
  readonly open: OpenDoor;
  readonly all: OpenDoors;
  readonly facts: PageFacts;
  readonly hosts: Hosts;
}

/** The page of one door: what it is for, what it offers, and every export with all that is known of it. */
export function buildDoorPage(open: OpenDoor, all: OpenDoors, codes: ReadonlyMap<string, CodeEntry>): string {
  const offered = new Set(open.offers.map(({ name }) => name));
  const facts = { addresses: addressesFrom(open.door, all, codes), checker: all.checker, codes, offered };
  const page: Page = { open, all, facts, hosts: hostedTypes(open) };
  const blocks = [
    notice,
    ...renderHead(page),
    '## Contents',
    ...groups.flatMap((group) => renderContents(group, page)),
    ...groups.flatMap((group) => renderGroup(group, page)),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function renderHead({ open, facts }: Page): readonly string[] {
  const { door } = open;
  const docstring = doorDocstring(open);
  const place = door.anyRuntime ? 'Runs in any JavaScript runtime.' : 'Runs in Node; bundles for browsers refuse it.';
  return [
    `# ${door.specifier}`,
    renderProse(docstring.text, facts.addresses),
    `${place} [All packages](README.md) · [Errors](../errors.md)`,
    ...renderSee(docstring, facts),
    ...renderExamples(docstring, facts),
  ];
}

function inGroup(group: Group, { open }: Page): readonly PublicExport[] {
  return open.offers.filter((offer) => groupOf(offer) === group);
}

function renderContents(group: Group, page: Page): readonly string[] {
  const offers = inGroup(group, page);
  if (offers.length === 0) return [];
  const entries = offers.map(({ name, declarations }) => {
    const sentence = renderCell(firstSentence(firstDocstring(declarations).text), page.facts.addresses);
    return `- [${name}](${page.facts.addresses.find(name)}): ${sentence}`;
  });
  return [`**${group}**`, entries.join('\n')];
}

function renderGroup(group: Group, page: Page): readonly string[] {
  const offers = inGroup(group, page).filter(({ name }) => !page.hosts.hosted.has(name));
  return offers.length === 0 ? [] : [`## ${group}`, ...offers.flatMap((offer) => renderEntry('###', offer, page))];
}

// The options of a function stand right below it.
function renderEntry(level: string, offer: PublicExport, page: Page): readonly string[] {
  const guests = page.open.offers.filter(({ name }) => page.hosts.hosted.get(name) === offer.name);
  return [
    `${level} ${offer.name}`,
    ...renderExport(offer, page.facts),
    renderHome(offer, page),
    ...guests.flatMap((guest) => renderEntry('####', guest, page)),
  ];
}

// The same function and the same class through two doors: said, since `instanceof` and type tests rely on it.
function renderHome(offer: PublicExport, { open, all }: Page): string {
  const home = homeOf(offer, all);
  if (home === undefined || home.door === open.door) return '';
  const { specifier, page } = home.door;
  return `The same as in [${specifier}](${page}#${anchorsOf(home).get(offer.name)}).`;
}
