import { after, test } from 'node:test';
import { endAll } from '../engine/at-end.ts';
import { checkTarget } from '../engine/check-target.ts';
import { describeFailure } from '../engine/describe-failure.ts';
import type { FuzzTarget } from '../engine/target.ts';

// Chosen once: `npm test` asks whether something broke, `npm run fuzz` looks for what is new.
const seed = 20_260_101;

/** The short form: the same inputs in every run, and no clock. */
export function testTargets(targets: readonly FuzzTarget[]): void {
  after(endAll);
  for (const target of targets) {
    test(`fuzz ${target.name}: ${target.shortRuns} inputs`, async () => {
      const { failure } = await checkTarget(target, { seed, runs: target.shortRuns });
      // The message only: the input may hold what must not be printed.
      if (failure !== undefined) throw new Error(describeFailure(failure));
    });
  }
}
