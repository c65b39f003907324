import type { Addresses } from './anchors.ts';
import { linkCitations } from './citations.ts';

/** Prose of a docstring as the page shows it: links to names, error codes and specifications. */
export function renderProse(text: string, addresses: Addresses): string {
  return splitCode(text)
    .map((part) => (part.startsWith('```') ? part : renderInline(part, addresses)))
    .join('')
    .replace(/^(Not [a-z]+(?: here| yet)?:|Does not check)/gm, '**$1**');
}

/** The same on one line, for a cell of a table. */
export function renderCell(text: string, addresses: Addresses): string {
  return renderProse(text, addresses)
    .replace(/\n\s*\n/g, '<br>')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/(?<!\\)\|/g, '\\|');
}

function renderInline(text: string, addresses: Addresses): string {
  return text
    .split(/(`[^`]+`|\{@link [^}]+\})/)
    .map((part) => {
      if (part.startsWith('{@link ')) return renderLink(part.slice('{@link '.length, -1).trim(), addresses);
      if (part.startsWith('`')) return linkCode(part, addresses);
      return linkAddresses(linkCitations(part));
    })
    .join('');
}

function renderLink(target: string, addresses: Addresses): string {
  const [name = '', label] = target.split(/\s*\|\s*|\s+(?=\S)/);
  const address = addresses.find(name) ?? addresses.find(name.split('.')[0] ?? '');
  const shown = label ?? `\`${name}\``;
  return address === undefined ? shown : `[${shown}](${address})`;
}

// A code of a catalogue has a place on the page of errors; `ERR_SHR_…` names many, and a word that is no code of ours none.
function linkCode(span: string, { codes }: Addresses): string {
  const code = span.slice(1, -1);
  return codes.has(code) ? codeLink(code) : span;
}

/** An error code, leading to the page that explains it. */
export function codeLink(code: string): string {
  return `[\`${code}\`](../errors.md#${code.toLowerCase()})`;
}

function linkAddresses(text: string): string {
  return text.replace(/(?<![(<])\bhttps:\/\/[^\s)]+[^\s).,;]/g, '<$&>');
}

function splitCode(text: string): readonly string[] {
  return text.split(/(^```[\s\S]*?^```$)/m);
}
