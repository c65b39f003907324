import fc from 'fast-check';
import { TooSlow } from './finding.ts';
import type { FuzzTarget } from './target.ts';

/** Where a round of inputs begins, how many there are, or where in it one input is. */
export interface Round {
  readonly seed: number;
  readonly runs?: number | undefined;
  /** Path of one input, from an earlier failure. */
  readonly path?: string | undefined;
}

/** What a round came to. */
export interface RoundResult {
  readonly inputs: number;
  readonly failure?: Failure | undefined;
}

/** An input for which a property does not hold, and how to get it again. */
export interface Failure {
  readonly target: string;
  readonly seed: number;
  readonly path: string;
  readonly input: unknown;
  readonly error: unknown;
}

// An input that never ends is a finding as well. No round is interrupted: what it left behind would meet the next one.
const longestInputMs = 60_000;

/** Throws inputs at a target until the round ends or one fails; that one is shrunk. */
export async function checkTarget(target: FuzzTarget, round: Round): Promise<RoundResult> {
  let inputs = 0;
  const property = fc.asyncProperty(target.arbitrary, async (input) => {
    inputs += 1;
    await target.run(input);
  });
  const { seed, runs = 1, path } = round;
  const where = path === undefined ? {} : { path };
  const details = await fc.check(property, { seed, numRuns: runs, timeout: longestInputMs, ...where });
  if (!details.failed || details.counterexample === null) return { inputs };
  const [input] = details.counterexample;
  const error = details.errorInstance;
  if (error instanceof TooSlow && !(await isSlowAgain(target, input))) return { inputs };
  return { inputs, failure: { target: target.name, seed, path: details.counterexamplePath ?? '', input, error } };
}

// One slow call may have been the machine's; the same input three times more is not.
async function isSlowAgain(target: FuzzTarget, input: unknown): Promise<boolean> {
  for (let round = 0; round < 3; round += 1) {
    const error = await Promise.resolve()
      .then(() => target.run(input))
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    if (!(error instanceof TooSlow)) return false;
  }
  return true;
}
