import { columnsOf } from './style.ts';

/**
 * Breaks a text into lines at blanks. A word that is longer than a line stays whole: it may be meant for copying.
 *
 * @param width - columns of a line
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/**
 * Breaks a text at blanks for whoever reads it in a terminal, which would break it inside of words. A file or a pipe gets its lines as they are,
 * so that programs find them.
 */
export function fit(text: string, stream: NodeJS.WriteStream): string {
  if (!stream.isTTY) return text;
  const lines = text.split('\n').flatMap((line) => wrap(line, columnsOf(stream)));
  return lines.join('\n');
}

/** Shortens a text in its middle, and says how long it is. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = Math.max(4, Math.floor((most - 24) / 2));
  return `${text.slice(0, kept)}…${text.slice(-kept)} (${text.length} characters)`;
}
