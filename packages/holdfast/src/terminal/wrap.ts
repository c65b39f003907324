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

/** Shortens a text in its middle, and says how long it is. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = Math.max(4, Math.floor((most - 24) / 2));
  return `${text.slice(0, kept)}…${text.slice(-kept)} (${text.length} characters)`;
}
