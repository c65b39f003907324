import { ts } from '../syntax/parse.ts';

/** One tag of a docstring with everything behind it. */
export interface DocTag {
  /** Without the sign: `throws`. */
  readonly name: string;
  /** Markdown, margins removed. */
  readonly text: string;
}

/** A docstring in parts. */
export interface Docstring {
  /** What stands before the first tag; Markdown. */
  readonly text: string;
  readonly tags: readonly DocTag[];
}

/** The docstring right above a declaration or a member; the last one counts, as for the compiler. */
export function docstringOf(node: ts.Node): Docstring {
  const comment = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1);
  return parseDocstring(comment?.getText() ?? '');
}

/** The docstrings of several declarations of one thing: the first that says something. */
export function firstDocstring(nodes: readonly ts.Node[]): Docstring {
  const all = nodes.map(docstringOf);
  return all.find(({ text }) => text !== '') ?? { text: '', tags: [] };
}

/** Takes a comment apart, signs and margins included in the text given. */
export function parseDocstring(comment: string): Docstring {
  const lines = withoutMargins(comment).split('\n');
  const parts: { name: string; lines: string[] }[] = [{ name: '', lines: [] }];
  let isCode = false;
  for (const line of lines) {
    const [, name, rest = ''] = (isCode ? null : /^\s*@([a-zA-Z]+)\b ?(.*)$/.exec(line)) ?? [];
    if (/^\s*```/.test(line)) isCode = !isCode;
    if (name === undefined) parts.at(-1)?.lines.push(line);
    else parts.push({ name, lines: [rest] });
  }
  const [head, ...tags] = parts.map(({ name, lines: own }) => ({ name, text: own.join('\n').trim() }));
  return { text: head?.text ?? '', tags };
}

/** Texts of all tags of one name. */
export function tagTexts({ tags }: Docstring, name: string): readonly string[] {
  return tags.filter((tag) => tag.name === name).map(({ text }) => text);
}

/** What each `@param` says, by the name it gives, `options.deep` included. */
export function parameterTexts(docstring: Docstring): ReadonlyMap<string, string> {
  return new Map(
    tagTexts(docstring, 'param').map((text) => {
      const [, name = '', meaning = ''] = /^\[?([\w$.]+)\]?\s*(?:-\s*)?([\s\S]*)$/.exec(text) ?? [];
      // A parameter that is not used has a mark in front of its name, which a caller does not see.
      return [name.replace(/^_/, ''), meaning];
    }),
  );
}

/** Up to the first full stop, exclamation or question mark that ends a sentence. */
export function firstSentence(text: string): string {
  const [paragraph = ''] = text.split(/\n\s*\n/);
  const line = paragraph.replace(/\s+/g, ' ').trim();
  return /^.*?[.!?](?= [A-Z`{(]|$)/.exec(line)?.[0] ?? line;
}

function withoutMargins(comment: string): string {
  return (
    comment
      .replace(/^\/\*\*/, '')
      .replace(/\*\/$/, '')
      .replace(/^[ \t]*\* ?/gm, '')
      // A comment of one line has its tag behind the sentence.
      .replace(/(\S) +(@default )/g, '$1\n$2')
  );
}
