import { placeOf } from '../report/place-of.ts';
import type { Violation } from '../report/violation.ts';
import { describedNodes } from './described-nodes.ts';
import { docstringOf } from './docstring.ts';
import { listPublicExports, type OpenDoors } from './public-exports.ts';

/** Links of public docstrings to names that no door offers: a reader of the page cannot follow them. */
export function linkFaults(root: string, all: OpenDoors): readonly Violation[] {
  const offered = new Set(all.doors.flatMap(({ offers }) => offers.map(({ name }) => name)));
  return listPublicExports(all).flatMap((offer) => {
    const own = offer.declarations.map((node) => ({ title: offer.name, node, docstring: docstringOf(node) }));
    return [...own, ...describedNodes(offer)].flatMap(({ title, node, docstring }) =>
      [docstring.text, ...docstring.tags.map(({ text }) => text)]
        .flatMap((text) => [...text.matchAll(/\{@link (\w+)/g)].map(([, name = '']) => name))
        .filter((name) => !offered.has(name))
        .map((name) => ({
          ...placeOf(root, node),
          fault: `${title} links to ${name}, which no door offers`,
          mend: 'Write it as code, or say it in words',
        })),
    );
  });
}
