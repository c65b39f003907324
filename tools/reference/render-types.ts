import { wordsOf } from '../docs/codes.ts';
import { type Docstring, docstringOf } from '../docs/docstring.ts';
import { armDocstring } from '../docs/union-arms.ts';
import { ts } from '../syntax/parse.ts';
import { writtenMembers } from './members.ts';
import type { PageFacts } from './page-facts.ts';
import { codeLink, renderCell } from './prose.ts';
import { fence, renderCallable } from './render-callable.ts';
import { renderTable } from './render-members.ts';
import { arrowOf } from './signature.ts';
import { linkNames, plainType } from './type-text.ts';

/** What a type alias stands for: its words, its arms, its parameters, or the type as it is written. */
export function renderAlias(alias: ts.TypeAliasDeclaration, facts: PageFacts): readonly string[] {
  const { name, type } = alias;
  const docstring = docstringOf(alias);
  if (ts.isFunctionTypeNode(type)) {
    const [, ...others] = renderCallable(name.text, { callable: type, docstring: { ...docstring, text: '' } }, facts);
    return [fence(`type ${name.text}${parametersText(alias)} = ${arrowOf(type, docstring)}`), ...others.filter(isText)];
  }
  // Its class, which shows the codes, is named by the sentence.
  if (docstring.text.startsWith('Codes of {@link')) return [];
  const words = wordsOf(facts.checker.getTypeAtLocation(name));
  if (words !== undefined) return renderWords(words, alias, facts);
  if (ts.isUnionTypeNode(type) && type.types.some(ts.isTypeLiteralNode)) return renderArms(type, facts);
  return [`<code>${linkNames(plainType(type), facts.addresses)}</code>`];
}

/** Codes with their meaning; words with what the alias says of each. */
function renderWords(words: readonly string[], { type }: ts.TypeAliasDeclaration, facts: PageFacts): readonly string[] {
  if (words.every((word) => facts.codes.has(word))) return renderCodes(words, facts);
  const arms = ts.isUnionTypeNode(type) ? type.types : [];
  const said = new Map(arms.map((arm, index) => [plainType(arm), armDocstring(arms, index).text]));
  if (words.every((word) => docstringOf(type.parent).text.includes(`\`${word}\``))) return [];
  if ([...said.values()].every((text) => text === '')) {
    return [`One of ${words.map((word) => `\`'${word}'\``).join(', ')}.`];
  }
  const rows = [...said].map(([word, text]) => `| \`${word}\` | ${renderCell(text, facts.addresses)} |`);
  return [['| value | meaning |', '|---|---|', ...rows].join('\n')];
}

/** A table of error codes, leading to the page that says how to mend them. */
export function renderCodes(words: readonly string[], { codes }: PageFacts): readonly string[] {
  const hasStatus = words.some((word) => codes.get(word)?.status !== undefined);
  const rows = words.map((word) => {
    const { meaning = '', status = '' } = codes.get(word) ?? {};
    return `| ${codeLink(word)} |${hasStatus ? ` ${status} |` : ''} ${meaning}. |`;
  });
  const head = hasStatus ? ['| code | status | meaning |', '|---|---|---|'] : ['| code | meaning |', '|---|---|'];
  return [[...head, ...rows].join('\n')];
}

function renderArms({ types }: ts.UnionTypeNode, facts: PageFacts): readonly string[] {
  const signature = types.map((arm) => `| ${plainType(arm)}`).join('\n');
  const arms = types.flatMap((arm, index) => {
    if (!ts.isTypeLiteralNode(arm)) return [];
    return renderArm(arm, armDocstring(types, index), facts);
  });
  return types.every(ts.isTypeLiteralNode) ? arms : [fence(signature), ...arms];
}

function renderArm(arm: ts.TypeLiteralNode, { text }: Docstring, facts: PageFacts): readonly string[] {
  const members = writtenMembers(arm);
  const [first] = members;
  if (first?.type === undefined) return [];
  const title = `**\`${first.name}: ${plainType(first.type)}\`**${text === '' ? '' : `: ${renderCell(text, facts.addresses)}`}`;
  return [title, ...renderTable(members.slice(1), facts)];
}

function parametersText({ typeParameters }: ts.TypeAliasDeclaration): string {
  return typeParameters === undefined ? '' : `<${typeParameters.map((one) => one.getText()).join(', ')}>`;
}

function isText(block: string): boolean {
  return block !== '';
}
