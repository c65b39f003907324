import { type Docstring, tagTexts } from '../docs/docstring.ts';
import { rewriteImports } from './example-imports.ts';
import type { PageFacts } from './page-facts.ts';
import { renderCell } from './prose.ts';

/** What can be thrown, an entry for each tag. */
export function renderThrows(docstring: Docstring, { addresses }: PageFacts): readonly string[] {
  const entries = tagTexts(docstring, 'throws').map(
    (text) => `- ${renderCell(text.replace(/^TypeError\b/, '`TypeError`'), addresses)}`,
  );
  return entries.length === 0 ? [] : ['**Throws**', entries.join('\n')];
}

/** The specifications that are cited. */
export function renderSee(docstring: Docstring, { addresses }: PageFacts): readonly string[] {
  const entries = tagTexts(docstring, 'see').map((text) => renderCell(text, addresses));
  return entries.length === 0 ? [] : [`**See** ${entries.join('; ')}`];
}

/** Examples as a reader of this page writes them: what this door offers is imported from it. */
export function renderExamples(docstring: Docstring, { addresses, offered }: PageFacts): readonly string[] {
  const examples = tagTexts(docstring, 'example').map((text) =>
    rewriteImports(text, addresses.door.specifier, offered),
  );
  return examples.length === 0 ? [] : ['**Example**', ...examples];
}
