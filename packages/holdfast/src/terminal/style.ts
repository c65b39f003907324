import { styleText } from 'node:util';

/** How parts of a report look. Without a terminal, or with NO_COLOR, all of them leave the text as it is. */
export interface Style {
  readonly title: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly doubtful: (text: string) => string;
}

/** Makes the style for a stream: colours where it is a terminal that wants them. */
export function createStyle(stream: NodeJS.WriteStream): Style {
  const paint =
    (format: Parameters<typeof styleText>[0]) =>
    (text: string): string =>
      styleText(format, text, { stream });
  return {
    title: paint('bold'),
    quiet: paint('dim'),
    good: paint('green'),
    bad: paint('red'),
    doubtful: paint('yellow'),
  };
}

/** Columns to fill: those of the terminal within reason, and a fixed number where there is none. */
export function columnsOf(stream: NodeJS.WriteStream): number {
  return stream.isTTY ? Math.min(Math.max(stream.columns, 40), 120) : 100;
}
