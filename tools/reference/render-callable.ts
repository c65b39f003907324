import { type Docstring, parameterTexts, tagTexts } from '../docs/docstring.ts';
import { ts } from '../syntax/parse.ts';
import { type Member, writtenMembers, writtenObject } from './members.ts';
import type { PageFacts } from './page-facts.ts';
import { renderCell, renderProse } from './prose.ts';
import { renderExamples, renderSee, renderThrows } from './render-tags.ts';
import { type Callable, type Parameter, parametersOf, signatureOf } from './signature.ts';
import { linkedType, plainType } from './type-text.ts';

/** Signature, sentence, parameters, result, errors, specifications and example of what can be called; a block each. */
export function renderCallable(
  name: string,
  { callable, docstring }: { readonly callable: Callable; readonly docstring: Docstring },
  facts: PageFacts,
): readonly string[] {
  return [
    fence(signatureOf(name, callable, docstring)),
    renderProse(docstring.text, facts.addresses),
    ...renderParameters(parametersOf(callable, docstring), docstring, facts),
    ...renderResult(callable, docstring, facts),
    ...renderThrows(docstring, facts),
    ...renderSee(docstring, facts),
    ...renderExamples(docstring, facts),
  ];
}

/** Code that shows a shape and is no example: nobody compiles it. */
export function fence(code: string): string {
  return `\`\`\`ts signature\n${code}\n\`\`\``;
}

function renderParameters(parameters: readonly Parameter[], docstring: Docstring, facts: PageFacts): readonly string[] {
  const meanings = parameterTexts(docstring);
  const [only] = parameters;
  if (only === undefined) return [];
  if (parameters.length === 1 && !meanings.has(only.name) && only.type !== undefined && !writtenObject(only.type)) {
    return [`**Parameter** \`${only.name}\`: ${linkedType(only.type, facts.addresses)}`];
  }
  const rows = parameters.flatMap((parameter) => {
    const inner = writtenObject(parameter.type);
    const members = inner === undefined ? [] : writtenMembers(inner.literal, `${parameter.name}.`);
    return [parameterRow(parameter, meanings, facts), ...members.map((member) => memberRow(member, meanings, facts))];
  });
  return [['| parameter | type | meaning |', '|---|---|---|', ...rows].join('\n')];
}

function parameterRow(
  { name, optional, type }: Parameter,
  meanings: ReadonlyMap<string, string>,
  { addresses }: PageFacts,
): string {
  const isWritten = writtenObject(type) !== undefined;
  const shown = type === undefined ? '' : isWritten ? '<code>object</code>' : linkedType(type, addresses);
  return `| \`${name}${optional ? '?' : ''}\` | ${shown} | ${renderCell(meanings.get(name) ?? '', addresses)} |`;
}

function memberRow(member: Member, meanings: ReadonlyMap<string, string>, { addresses }: PageFacts): string {
  const { name, optional, type, docstring } = member;
  const meaning = docstring.text === '' ? (meanings.get(name) ?? '') : docstring.text;
  const shown = type === undefined ? '' : linkedType(type, addresses);
  return `| \`${name}${optional ? '?' : ''}\` | ${shown} | ${renderCell(meaning, addresses)} |`;
}

function renderResult(callable: Callable, docstring: Docstring, { addresses }: PageFacts): readonly string[] {
  const { type } = callable;
  if (type === undefined || /^(?:void|Promise<void>)$/.test(plainType(type))) return [];
  const [said = ''] = [...tagTexts(docstring, 'returns'), ...tagTexts(docstring, 'return')];
  const shown = ts.isTypeLiteralNode(type) ? '<code>object</code>' : linkedType(type, addresses);
  return [`**Returns** ${shown}${said === '' ? '' : `: ${renderCell(said, addresses)}`}`];
}
