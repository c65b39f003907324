import { placeOf } from '../report/place-of.ts';
import type { Violation } from '../report/violation.ts';
import { ts } from '../syntax/parse.ts';
import type { PublicExport } from './public-exports.ts';

/** Public exports without a first sentence, and tags that are there without saying anything. */
export function docstringFaults(root: string, exported: PublicExport): readonly Violation[] {
  const { name, declarations } = exported;
  const [first] = declarations;
  if (first === undefined) return [];
  const comments = declarations.flatMap(commentsOf);
  const place = placeOf(root, first);
  const sentence = comments.map((comment) => textOf(comment.comment)).find((text) => text !== '');
  if (sentence === undefined) {
    return [{ ...place, fault: `exports ${name} without a docstring`, mend: 'Say in one sentence what it is' }];
  }
  const faults: Violation[] = [];
  if (!/[.:!?](?:\s|$)/.test(sentence)) {
    faults.push({ ...place, fault: `the docstring of ${name} has no first sentence`, mend: 'End it with a full stop' });
  }
  if (comments.some((comment) => comment.tags?.some(isBareExample))) {
    faults.push({ ...place, fault: `the @example of ${name} is not fenced`, mend: 'Put it between ```ts and ```' });
  }
  const parameters = declarations.flatMap(parameterNames);
  for (const tag of comments.flatMap((comment) => comment.tags ?? [])) {
    const fault = tagFault(tag, parameters);
    if (fault !== undefined)
      faults.push({ ...placeOf(root, tag), fault: `${name}: ${fault}`, mend: 'Say what it means, or leave it out' });
  }
  return faults;
}

function tagFault(tag: ts.JSDocTag, parameters: readonly string[]): string | undefined {
  const word = tag.tagName.text;
  const isParameter = ts.isJSDocParameterTag(tag);
  if (isParameter && !parameters.includes(rootName(tag.name))) return `@param ${tag.name.getText()} names no parameter`;
  const saysSomething = textOf(tag.comment).replace(/^-\s*/, '') !== '' || hasTypeExpression(tag);
  if (saysSomething || !/^(?:param|returns?|throws|see|template|deprecated)$/.test(word)) return undefined;
  return isParameter ? `@param ${tag.name.getText()} is empty` : `@${word} is empty`;
}

function isBareExample(tag: ts.JSDocTag): boolean {
  return tag.tagName.text === 'example' && !textOf(tag.comment).includes('```');
}

// The parser takes `@throws {X}` and a bare link after `@see` for types and names, not for text.
function hasTypeExpression(tag: ts.JSDocTag): boolean {
  if (ts.isJSDocThrowsTag(tag)) return tag.typeExpression !== undefined;
  return ts.isJSDocSeeTag(tag) && tag.name !== undefined;
}

function commentsOf(declaration: ts.Declaration): readonly ts.JSDoc[] {
  return ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc);
}

function parameterNames(declaration: ts.Declaration): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isFunctionLike(node))
      found.push(...node.parameters.map(({ name }, index) => (ts.isIdentifier(name) ? name.text : `${index}`)));
    if (ts.isFunctionLike(node) && node.parameters.some(({ name }) => !ts.isIdentifier(name))) found.push('options');
    ts.forEachChild(node, visit);
  };
  visit(declaration);
  return found;
}

function rootName(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : rootName(name.left);
}

function textOf(comment: ts.JSDoc['comment']): string {
  return (ts.getTextOfJSDocComment(comment) ?? '').trim();
}
