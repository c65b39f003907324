import { ts } from '../syntax/parse.ts';
import { type Docstring, parseDocstring } from './docstring.ts';
import type { OpenDoor } from './public-exports.ts';

/** What a door says about itself: the docstring with `@packageDocumentation` at the top of its source. */
export function doorDocstring({ source }: OpenDoor): Docstring {
  const [first] = source.statements;
  const comments = first === undefined ? [] : ts.getJSDocCommentsAndTags(first).filter(ts.isJSDoc);
  const own = comments.find(({ tags }) => tags?.some(({ tagName }) => tagName.text === 'packageDocumentation'));
  const { text, tags } = parseDocstring(own?.getText() ?? '');
  return { text, tags: tags.filter(({ name }) => name !== 'packageDocumentation') };
}
