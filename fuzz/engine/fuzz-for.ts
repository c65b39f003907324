import { checkTarget, type Failure } from './check-target.ts';
import type { FuzzTarget } from './target.ts';

/** How long to fuzz, and from where. */
export interface Campaign {
  readonly targets: readonly FuzzTarget[];
  readonly milliseconds: number;
  /** First seed; every round of every target has one of its own, counted on from here. */
  readonly seed: number;
  /** Told after each round of all targets. */
  readonly onRound?: ((tally: ReadonlyMap<string, number>) => void) | undefined;
}

/** What a campaign came to. */
export interface CampaignResult {
  /** Inputs tried, by target. */
  readonly tally: ReadonlyMap<string, number>;
  readonly failures: readonly Failure[];
}

const longestTurnMs = 2000;
const shortestTurnMs = 100;

/** Goes round the targets until the time is up. A target that failed once is not asked again. */
export async function fuzzFor(campaign: Campaign): Promise<CampaignResult> {
  const { targets, milliseconds, onRound } = campaign;
  const endsAt = performance.now() + milliseconds;
  const tally = new Map(targets.map(({ name }) => [name, 0]));
  const failures: Failure[] = [];
  let { seed } = campaign;
  let standing = targets;
  // A tenth of the time for each time round, so that every target is met with many seeds and none is left out.
  const turnMs = Math.min(longestTurnMs, Math.max(shortestTurnMs, milliseconds / 10 / targets.length));
  while (standing.length > 0 && performance.now() < endsAt) {
    const failed = new Set<FuzzTarget>();
    for (const target of standing) {
      const left = endsAt - performance.now();
      if (left <= 0) break;
      const { inputs, failure } = await checkTarget(target, { seed, milliseconds: Math.min(turnMs, left) });
      seed = (seed + 1) | 0;
      tally.set(target.name, (tally.get(target.name) ?? 0) + inputs);
      if (failure === undefined) continue;
      failures.push(failure);
      failed.add(target);
    }
    standing = standing.filter((target) => !failed.has(target));
    onRound?.(tally);
  }
  return { tally, failures };
}
