import { type Figures, interleave } from './interleave.ts';
import { judge, speedRatio, type Verdict } from './judge.ts';
import type { Row } from './row.ts';
import { median, spread } from './statistics.ts';

/** One contestant of a row, measured. */
export interface Standing {
  readonly name: string;
  readonly median: number;
  /** Half the distance between the quartiles, as a share of the median. */
  readonly spread: number;
  /** Speed against the contestant that the row lists first. */
  readonly ratio: number;
}

/** A row that ran. */
export interface RowResult {
  readonly row: Pick<Row, 'name' | 'unit'>;
  readonly rounds: number;
  readonly standings: readonly Standing[];
  readonly verdicts: readonly Verdict[];
  readonly notes: readonly string[];
}

const fullRounds = 9;
const quickRounds = 3;

/** Prepares a row, runs its rounds, judges its targets, and closes what it opened. */
export async function runRow(row: Row, options: { readonly quick: boolean }): Promise<RowResult> {
  const { contestants, targets, rounds: asked = fullRounds, close, notes = [] } = await row.prepare(options);
  try {
    const rounds = options.quick ? Math.min(asked, quickRounds) : asked;
    const figures = await interleave(contestants, rounds);
    const standings = contestants.map(({ name }) => standingOf(name, contestants[0]?.name ?? name, { figures, row }));
    const verdicts = targets.map((target) => judge(target, figures, row.unit));
    return { row: { name: row.name, unit: row.unit }, rounds, standings, verdicts, notes };
  } finally {
    await close?.();
  }
}

function standingOf(
  name: string,
  first: string,
  { figures, row }: { readonly figures: Figures; readonly row: Row },
): Standing {
  const own = figures.get(name) ?? [];
  return {
    name,
    median: median(own),
    spread: spread(own),
    ratio: speedRatio(own, figures.get(first) ?? [], row.unit),
  };
}
