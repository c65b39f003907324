import { type BenchArguments, readArguments, usage } from './read-arguments.ts';
import { renderRow } from './render-row.ts';
import type { Row } from './row.ts';
import { type RowResult, runRow } from './run-row.ts';

/** Where a run tells what it found. */
export interface BenchOutput {
  readonly say: (line: string) => void;
  /** Called after a run of every row in full length. */
  readonly keep: (results: readonly RowResult[]) => void;
}

/**
 * Runs rows as the command line says and gives the exit code: 0 also when a target is missed, 1 when a row cannot run, 2 for a wrong
 * command line.
 */
export async function runBench(
  parameters: readonly string[],
  allRows: readonly Row[],
  { say, keep }: BenchOutput,
): Promise<number> {
  let asked: BenchArguments;
  try {
    asked = readArguments(parameters);
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 2;
  }
  const { only = '', quick } = asked;
  const rows = allRows.filter(({ name }) => name.includes(only));
  if (rows.length === 0) {
    say(`There is no row "${only}". There are:\n${allRows.map(({ name }) => `  ${name}`).join('\n')}`);
    return 2;
  }
  const results: RowResult[] = [];
  for (const row of rows) {
    try {
      const result = await runRow(row, { quick });
      results.push(result);
      say(`${renderRow(result)}\n`);
    } catch (error) {
      say(`${row.name}\n  could not run: ${error instanceof Error ? error.stack : String(error)}\n`);
    }
  }
  say(summarize(results));
  const failed = rows.length - results.length;
  if (failed > 0) say(`${failed} of ${rows.length} rows could not run`);
  else if (!quick && rows.length === allRows.length) keep(results);
  return failed > 0 ? 1 : 0;
}

function summarize(results: readonly RowResult[]): string {
  const missed = results.flatMap(({ row, verdicts }) =>
    verdicts.filter(({ verdict }) => verdict === 'missed').map(({ target }) => `${row.name}: ${target.of}`),
  );
  const all = results.reduce((sum, { verdicts }) => sum + verdicts.length, 0);
  return missed.length === 0 ? `${all} targets, all met` : `${all} targets, missed: ${missed.join('; ')}`;
}
