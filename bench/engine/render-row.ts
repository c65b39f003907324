import type { Verdict } from './judge.ts';
import { figureText, ratioText } from './number-text.ts';
import type { RowResult } from './run-row.ts';

/** A screen that is not wide, and a page that is. */
const widest = 110;

/** Writes a row as text of at most 110 columns: who ran, how fast, and what was asked of it. */
export function renderRow(result: RowResult): string {
  const { row, rounds, standings, verdicts, notes } = result;
  const longest = Math.max(...standings.map(({ name }) => name.length));
  const lines = standings.map(
    (standing) =>
      `  ${standing.name.padEnd(longest)}  ${`${figureText(standing.median)} ${row.unit}`.padStart(16)}` +
      `  ±${(standing.spread * 100).toFixed(0).padStart(2)} %  ${ratioText(standing.ratio).padStart(9)}`,
  );
  return [
    `${row.name} (${rounds} rounds)`,
    ...lines,
    ...verdicts.flatMap((verdict) => wrap(`${verdict.verdict}: ${describeVerdict(verdict, row.unit)}`, '  → ')),
    ...notes.flatMap((note) => wrap(note, '  · ')),
  ].join('\n');
}

/** Says what was asked and what was reached: `ours ≤ 2.00 µs: 0.83 µs`. */
function describeVerdict({ target, reached }: Verdict, unit: RowResult['row']['unit']): string {
  const { of, against, atLeast, atMost } = target;
  const text = (figure: number): string =>
    against === undefined ? `${figureText(figure)} ${unit}` : ratioText(figure);
  const subject = against === undefined ? of : `${of} against ${against}`;
  const bounds = [
    ...(atLeast === undefined ? [] : [`≥ ${text(atLeast)}`]),
    ...(atMost === undefined ? [] : [`≤ ${text(atMost)}`]),
  ].join(' and ');
  return `${subject} ${bounds}: ${text(reached)}`;
}

function wrap(text: string, mark: string): readonly string[] {
  const lines: string[] = [];
  let line = mark;
  for (const word of text.split(' ')) {
    if (line.length + word.length > widest && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = ' '.repeat(mark.length);
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
