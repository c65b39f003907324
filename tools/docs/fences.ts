/** One piece of TypeScript shown to a reader. */
export interface Fence {
  /** Where it stands, from the root. */
  readonly file: string;
  /** One-based line of its first line of code. */
  readonly line: number;
  readonly code: string;
}

const opening = /^(\s*(?:\* ?)?)(```+)(?:ts|typescript)\b(.*)$/;

/**
 * Finds every TypeScript fence of a text: Markdown, or the comments of a source file (where lines begin with a star).
 * A fence marked `ts continues` goes on where the one before it in the same file stopped. On the generated pages of the reference, one
 * marked `ts signature` shows a shape and no code.
 */
export function findFences(file: string, text: string): readonly Fence[] {
  const lines = text.split('\n');
  const fences: Fence[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const [, margin = '', ticks = '', words = ''] = opening.exec(lines[index] ?? '') ?? [];
    if (ticks === '' || isInProse(file, margin)) continue;
    const body = readBody(lines.slice(index + 1), ticks);
    if (isSignature(file, words)) {
      index += body.length + 1;
      continue;
    }
    const before = /\bcontinues\b/.test(words) ? fences.at(-1) : undefined;
    fences.push(fenceAt({ file, line: index + 2, code: body.map((line) => withoutMargin(line)).join('\n') }, before));
    index += body.length + 1;
  }
  return fences;
}

// In a source file, only comments hold fences; a template literal that has one is left alone.
function isInProse(file: string, margin: string): boolean {
  return file.endsWith('.ts') && !margin.includes('*');
}

function isSignature(file: string, words: string): boolean {
  return file.startsWith('docs/api/') && words.trim() === 'signature';
}

function readBody(lines: readonly string[], ticks: string): readonly string[] {
  const end = lines.findIndex((line) => withoutMargin(line).trim() === ticks);
  return end < 0 ? lines : lines.slice(0, end);
}

function withoutMargin(line: string): string {
  return line.replace(/^\s*\*(?: |$)/, '');
}

// Code that continues keeps its line: what goes before is put on lines above the first.
function fenceAt(fence: Fence, before: Fence | undefined): Fence {
  if (before === undefined) return fence;
  return { ...fence, code: `${before.code}\n${fence.code}`, line: fence.line - before.code.split('\n').length };
}
