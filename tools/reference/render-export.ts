import { codesOfClass } from '../docs/codes.ts';
import { docstringOf, firstDocstring } from '../docs/docstring.ts';
import type { PublicExport } from '../docs/public-exports.ts';
import { ts } from '../syntax/parse.ts';
import { membersOf } from './members.ts';
import type { PageFacts } from './page-facts.ts';
import { renderProse } from './prose.ts';
import { fence, renderCallable } from './render-callable.ts';
import { renderMembers } from './render-members.ts';
import { renderExamples, renderSee, renderThrows } from './render-tags.ts';
import { renderAlias, renderCodes } from './render-types.ts';
import { linkNames, plainType } from './type-text.ts';

/** Everything about one export but its heading; a block each. */
export function renderExport(exported: PublicExport, facts: PageFacts): readonly string[] {
  const [first] = exported.declarations;
  if (first === undefined) return [];
  if (ts.isFunctionDeclaration(first)) {
    return exported.declarations
      .filter(ts.isFunctionDeclaration)
      .flatMap((callable) => renderCallable(exported.name, { callable, docstring: docstringOf(callable) }, facts));
  }
  const docstring = firstDocstring(exported.declarations);
  return [
    renderProse(docstring.text, facts.addresses),
    ...renderBody(exported, facts),
    ...(ts.isTypeAliasDeclaration(first) && ts.isFunctionTypeNode(first.type)
      ? []
      : [...renderThrows(docstring, facts), ...renderSee(docstring, facts), ...renderExamples(docstring, facts)]),
  ];
}

function renderBody({ name, symbol, declarations }: PublicExport, facts: PageFacts): readonly string[] {
  const [first] = declarations;
  if (first === undefined) return [];
  if (ts.isTypeAliasDeclaration(first)) return renderAlias(first, facts);
  if (ts.isVariableDeclaration(first)) return renderConstant(name, first, facts);
  const type = facts.checker.getDeclaredTypeOfSymbol(symbol);
  const members = membersOf(type, facts.checker);
  const own = members.filter(({ node }) => node.parent === first);
  const inherited = members.filter(({ node }) => node.parent !== first);
  // What an interface adds to another's functions comes after them; members that it adds are what its readers look for.
  const functions = [...inherited, ...own].filter(({ callable }) => callable !== undefined);
  const values = [...own, ...inherited].filter(({ callable }) => callable === undefined);
  if (!ts.isClassDeclaration(first)) {
    return [...renderBases(first, facts), ...renderMembers(name, [...values, ...functions], facts)];
  }
  const codes = codesOfClass(type, facts.checker);
  return [...(codes === undefined ? [] : renderCodes(codes, facts)), ...renderMembers(name, own, facts)];
}

// What can be looked up on its own; its members are among those that follow.
function renderBases(declaration: ts.Declaration, { addresses }: PageFacts): readonly string[] {
  if (!ts.isInterfaceDeclaration(declaration)) return [];
  const bases = (declaration.heritageClauses ?? [])
    .flatMap(({ types }) => types)
    .map((base) => linkNames(plainType(base), addresses))
    .filter((base) => base.includes(']('));
  return bases.length === 0 ? [] : [`Extends ${bases.map((base) => `<code>${base}</code>`).join(', ')}.`];
}

const longestShown = 30;

// A short table of values is shown. A long one has its own page, and so has one that is joined of others, such as a catalogue of errors.
function renderConstant(
  name: string,
  { type, initializer }: ts.VariableDeclaration,
  facts: PageFacts,
): readonly string[] {
  const typed = type === undefined ? [] : [`<code>${linkNames(`${name}: ${plainType(type)}`, facts.addresses)}</code>`];
  const lines = initializer?.getText().split('\n') ?? [];
  const isJoined = lines.some((line) => line.trimStart().startsWith('...'));
  const isShown = lines.length > 1 && lines.length <= longestShown && !isJoined;
  return isShown ? [...typed, fence(lines.join('\n'))] : typed;
}
