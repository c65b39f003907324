import { tagTexts } from '../docs/docstring.ts';
import { ts } from '../syntax/parse.ts';
import { type Member, writtenObject } from './members.ts';
import type { PageFacts } from './page-facts.ts';
import { renderCell } from './prose.ts';
import { renderCallable } from './render-callable.ts';
import { arrowOf } from './signature.ts';
import { linkNames, withoutUndefined } from './type-text.ts';

/** Members in a table; those that can be called follow, each under a heading of its own. */
export function renderMembers(owner: string, members: readonly Member[], facts: PageFacts): readonly string[] {
  const methods = members.filter(({ callable }) => callable !== undefined);
  return [
    ...renderTable(
      members.filter(({ callable }) => callable === undefined),
      facts,
    ),
    ...methods.flatMap((method) => renderMethod(owner, method, facts)),
  ];
}

/** One row for each member; a column for defaults where there are any. */
export function renderTable(members: readonly Member[], facts: PageFacts): readonly string[] {
  if (members.length === 0) return [];
  const hasDefaults = members.some(({ docstring }) => tagTexts(docstring, 'default').length > 0);
  const columns = ['member', 'type', ...(hasDefaults ? ['default'] : []), 'meaning'];
  const rows = members.map((member) => {
    const [standard = ''] = tagTexts(member.docstring, 'default');
    const cells = [
      `\`${member.name}${member.optional ? '?' : ''}\``,
      typeCell(member, facts),
      ...(hasDefaults ? [renderCell(standard, facts.addresses)] : []),
      renderCell(member.docstring.text || meaningOf(member), facts.addresses),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [[`| ${columns.join(' | ')} |`, `|${'---|'.repeat(columns.length)}`, ...rows].join('\n')];
}

// What tells the arms of a union apart has one value, and its meaning is that of the arm.
function meaningOf({ type }: Member): string {
  return type !== undefined && ts.isLiteralTypeNode(type) ? 'Always this.' : '';
}

function typeCell({ type, optional }: Member, { addresses }: PageFacts): string {
  const inner = writtenObject(type);
  if (type === undefined) return '';
  if (inner !== undefined) return `<code>object${inner.isList ? '\\[\\]' : ''}</code>`;
  const text = optional ? withoutUndefined(type) : typeText(type);
  return `<code>${linkNames(text, addresses)}</code>`;
}

function typeText(type: ts.TypeNode): string {
  return ts.isFunctionTypeNode(type) ? arrowOf(type, { text: '', tags: [] }) : type.getText().replace(/\s+/g, ' ');
}

function renderMethod(owner: string, { name, callable, docstring }: Member, facts: PageFacts): readonly string[] {
  if (callable === undefined) return [];
  return [`#### ${owner}.${name}`, ...renderCallable(name, { callable, docstring }, facts)];
}
