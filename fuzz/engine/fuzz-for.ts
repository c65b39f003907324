import { checkTarget, type Failure, type RoundResult } from './check-target.ts';
import type { FuzzTarget } from './target.ts';

/** How long to fuzz, and from where. */
export interface Campaign {
  readonly targets: readonly FuzzTarget[];
  readonly milliseconds: number;
  /** First seed; every round of every target has one of its own, counted on from here. */
  readonly seed: number;
  /** Milliseconds of a clock that only goes forward. @default that of the process */
  readonly nowMs?: () => number;
}

/** What a campaign came to. */
export interface CampaignResult {
  /** Inputs tried, by target. */
  readonly tally: ReadonlyMap<string, number>;
  readonly failures: readonly Failure[];
}

const longestTurnMs = 2000;
const shortestTurnMs = 100;
const mostRuns = 1000;

/** Goes round the targets until the time is up, and once however little of it there is. A target that failed once is not asked again. */
export async function fuzzFor(campaign: Campaign): Promise<CampaignResult> {
  const { targets, milliseconds, nowMs = () => performance.now() } = campaign;
  const endsAt = nowMs() + milliseconds;
  const tally = new Map(targets.map(({ name }) => [name, 0]));
  const failures: Failure[] = [];
  let { seed } = campaign;
  let standing = targets;
  // A tenth of the time for each time round, so that every target is met with many seeds and none is left out.
  const turnMs = Math.min(longestTurnMs, Math.max(shortestTurnMs, milliseconds / 10 / targets.length));
  do {
    const failed = new Set<FuzzTarget>();
    for (const target of standing) {
      const turn = await takeTurn(target, seed, { until: Math.min(endsAt, nowMs() + turnMs), nowMs });
      seed = turn.seed;
      tally.set(target.name, (tally.get(target.name) ?? 0) + turn.inputs);
      if (turn.failure === undefined) continue;
      failures.push(turn.failure);
      failed.add(target);
    }
    standing = standing.filter((target) => !failed.has(target));
  } while (standing.length > 0 && nowMs() < endsAt);
  return { tally, failures };
}

/** Rounds of one target until an instant, each with a seed of its own; short ones first, longer where they are quick. */
async function takeTurn(
  target: FuzzTarget,
  firstSeed: number,
  { until, nowMs }: { readonly until: number; readonly nowMs: () => number },
): Promise<RoundResult & { readonly seed: number }> {
  let seed = firstSeed;
  let inputs = 0;
  let runs = 10;
  do {
    const round = await checkTarget(target, { seed, runs });
    seed = (seed + 1) | 0;
    inputs += round.inputs;
    if (round.failure !== undefined) return { inputs, seed, failure: round.failure };
    runs = Math.min(mostRuns, runs * 2);
  } while (nowMs() < until);
  return { inputs, seed };
}
