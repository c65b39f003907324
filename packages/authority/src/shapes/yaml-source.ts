import { type Document, isAlias, isMap, isNode, LineCounter, type ParsedNode, parseDocument, visit } from 'yaml';
import type { ConfigurationProblem } from '../errors/directory-errors.ts';

/** A value of the document; null where the file says nothing after a colon. */
export type YamlValue = ParsedNode | null;

/** A parsed file that knows where everything is, and collects what is wrong with it. */
export interface YamlSource {
  readonly root: YamlValue;
  /** Notes a mistake at a value. */
  report(at: YamlValue, what: string, mend: string): void;
  /** Notes a mistake at the value with this path, or at the nearest thing above it that the file has. */
  reportPath(path: readonly string[], what: string, mend: string): void;
  /** Everything noted so far, in the order of the file. */
  readonly problems: readonly ConfigurationProblem[];
}

const longestFile = 1024 * 1024;
// One bad bracket can make hundreds of mistakes.
const mostProblems = 20;
const simplerYaml = 'Write plain YAML: mappings, lists, texts and numbers.';

/**
 * Parses YAML text. Aliases are refused: a few lines of them can stand for gigabytes.
 *
 * Not checked: whether the values make sense; shapes do that.
 */
export function parseYamlSource(text: string): YamlSource {
  const lines = new LineCounter();
  const found: (ConfigurationProblem & { readonly offset: number })[] = [];
  const note = (offset: number, what: string, mend: string): void => {
    const { line, col } = lines.linePos(offset);
    found.push({ offset, line: Math.max(line, 1), column: Math.max(col, 1), what, mend });
  };
  const document = text.length > longestFile ? undefined : parseSafely(text, lines, note);
  if (text.length > longestFile) note(0, 'the file is too long', 'Keep it under one megabyte.');
  const root = (document?.contents ?? null) as YamlValue;
  return {
    root,
    report: (at, what, mend) => note(at?.range[0] ?? 0, what, mend),
    reportPath: (path, what, mend) => note(offsetOf(document, path), what, mend),
    get problems() {
      return found
        .toSorted((a, b) => a.offset - b.offset)
        .slice(0, mostProblems)
        .map(({ offset: _, ...problem }) => problem);
    },
  };
}

function parseSafely(
  text: string,
  lineCounter: LineCounter,
  note: (offset: number, what: string, mend: string) => void,
): Document.Parsed | undefined {
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { lineCounter, prettyErrors: false, stringKeys: true, logLevel: 'error' });
  } catch {
    // Thousands of open brackets end the parser's stack.
    note(0, 'the file is nested too deeply', simplerYaml);
    return undefined;
  }
  for (const problem of [...document.errors, ...document.warnings]) {
    note(problem.pos[0], wordsFor(problem.code), simplerYaml);
  }
  visit(document, {
    Alias: (_key, node) => note(node.range?.[0] ?? 0, 'an alias is not allowed', 'Write the value out.'),
  });
  return document.errors.length > 0 ? undefined : document;
}

// The parser's own messages quote the file, which may hold secrets.
function wordsFor(code: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'a field is there twice';
    case 'MULTIPLE_DOCS':
      return 'the file holds more than one document';
    case 'TAB_AS_INDENT':
      return 'a tab is used for indentation';
    default:
      return `not valid YAML (${code.toLowerCase().replaceAll('_', ' ')})`;
  }
}

function offsetOf(document: Document.Parsed | undefined, path: readonly string[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown = document?.getIn(path.slice(0, length - 1), true);
    if (!isMap(parent)) continue;
    const pair = parent.items.find((item) => isNode(item.key) && String(item.key) === path[length - 1]);
    const key: unknown = pair?.key;
    if (isNode(key) && !isAlias(key)) return key.range?.[0] ?? 0;
  }
  return 0;
}
