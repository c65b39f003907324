import type { ts } from '../syntax/parse.ts';
import type { Addresses } from './anchors.ts';

/** The source of a type on as few lines as it has, without comments. */
export function plainType(node: ts.Node): string {
  return stripComments(node.getText())
    .replace(/\s+/g, ' ')
    .replace(/^\| /, '')
    .replace(/,(?= [)\]}])/g, '')
    .trim();
}

/** A type as code in which every name that a door offers is a link. */
export function linkedType(node: ts.TypeNode, addresses: Addresses): string {
  return `<code>${linkNames(plainType(node), addresses)}</code>`;
}

/** The type of a member that may be absent: what is left when `undefined` is. */
export function withoutUndefined(node: ts.TypeNode): string {
  return plainType(node)
    .replace(/ \| undefined$/, '')
    .replace(/^\((.*)\)$/, (whole, inner: string) => (isBalanced(inner) ? inner : whole));
}

/** Code of HTML, the names that doors offer linked; fit for a cell of a table. */
export function linkNames(text: string, addresses: Addresses): string {
  return text
    .split(/('[^']*'|`[^`]*`|typeof \w+|[A-Za-z_$][\w$]*)/)
    .map((part) => {
      // Types begin with a capital; a value is named in a type behind `typeof` only.
      const [, before = '', name = ''] = /^(typeof )?(\w+)$/.exec(part) ?? [];
      const address = before !== '' || /^[A-Z]/.test(name) ? addresses.find(name) : undefined;
      return address === undefined ? escapeCode(part) : `${before}[${name}](${address})`;
    })
    .join('');
}

/** Text that neither HTML nor Markdown nor a table takes for its own. */
function escapeCode(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('|', '\\|')
    .replace(/[*_[\]`]/g, '\\$&');
}

function stripComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const sign of text) {
    depth += sign === '(' ? 1 : sign === ')' ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth === 0;
}
