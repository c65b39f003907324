import { placeOf } from '../report/place-of.ts';
import type { Violation } from '../report/violation.ts';
import { ts } from '../syntax/parse.ts';
import { docstringOf, tagTexts } from './docstring.ts';
import type { Fence } from './fences.ts';
import type { OpenDoor, OpenDoors, PublicExport } from './public-exports.ts';

interface Kind {
  /** What the functions of this kind have in common, for the message. */
  readonly what: string;
  readonly includes: (name: string, door: OpenDoor) => boolean;
}

/** Functions that must show an example. */
const shown: readonly Kind[] = [
  { what: 'makes something that lives', includes: (name) => /^(?:create|generate|import)[A-Z]/.test(name) },
  { what: 'reads what comes from outside', includes: (name) => /^(?:parse|decode|verify|read)[A-Z]/.test(name) },
  { what: 'writes what goes out', includes: (name) => /^build[A-Z]/.test(name) },
  { what: 'stands behind a door of its own', includes: (_name, { door }) => door.specifier.split('/').length > 2 },
];

/** Functions that judge or take in something, and must say which question they leave open. */
const judging = /^(?:parse|decode|verify|import|authenticate)[A-Z]/;

/** Functions without the example, or without the limit, that their kind must have. */
export function proseFaults(root: string, all: OpenDoors, fences: readonly Fence[]): readonly Violation[] {
  const guided = namesInGuides(fences);
  const seen = new Map<ts.Symbol, readonly Violation[]>();
  for (const open of all.doors) {
    for (const offer of open.offers) {
      if (!seen.has(offer.symbol)) seen.set(offer.symbol, faultsOf(root, offer, { open, guided }));
    }
  }
  return [...seen.values()].flat();
}

function faultsOf(
  root: string,
  { name, declarations }: PublicExport,
  { open, guided }: { readonly open: OpenDoor; readonly guided: ReadonlySet<string> },
): readonly Violation[] {
  const [first] = declarations;
  if (first === undefined || !ts.isFunctionDeclaration(first)) return [];
  const docstring = docstringOf(first);
  const kind =
    shown.find(({ includes }) => includes(name, open))?.what ?? (guided.has(name) ? 'is in a guide' : undefined);
  const faults: Violation[] = [];
  const note = (fault: string, mend: string) =>
    faults.push({ ...placeOf(root, first), fault: `${name} ${fault}`, mend });
  if (kind !== undefined && tagTexts(docstring, 'example').length === 0) {
    note(`${kind} and shows no example`, 'Add an @example that compiles');
  }
  if (judging.test(name) && !/\bNot (?:checked|done|read)\b/.test(docstring.text)) {
    note('does not say what it leaves open', 'Add a paragraph that begins with "Not checked:"');
  }
  return faults;
}

// What a guide imports is what newcomers look up first.
function namesInGuides(fences: readonly Fence[]): ReadonlySet<string> {
  const guides = fences.filter(({ file }) => file === 'README.md' || /^docs\/[^/]+\.md$/.test(file));
  const imports = guides.flatMap(({ code }) => [...code.matchAll(/^import \{([^}]*)\} from '[^']+'/gm)]);
  return new Set(
    imports.flatMap(([, names = '']) => names.split(',').map((name) => name.trim().replace(/^type /, ''))),
  );
}
