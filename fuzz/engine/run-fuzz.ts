import { checkTarget, type Failure } from './check-target.ts';
import { describeFailure } from './describe-failure.ts';
import { fuzzFor } from './fuzz-for.ts';
import { limitCallTimes } from './pace.ts';
import { type FuzzArguments, readArguments, usage } from './read-arguments.ts';
import type { FuzzTarget } from './target.ts';

/** Fuzzes as the command line says, tells what was tried, and gives the exit code: 1 when a property did not hold. */
export async function runFuzz(
  parameters: readonly string[],
  allTargets: readonly FuzzTarget[],
  say: (line: string) => void,
): Promise<number> {
  let asked: FuzzArguments;
  try {
    asked = readArguments(parameters);
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 2;
  }
  const { target: name = '', minutes, seed, path } = asked;
  const exact = allTargets.filter((target) => target.name === name);
  const targets = exact.length > 0 ? exact : allTargets.filter((target) => target.name.includes(name));
  const [only] = targets;
  if (only === undefined) {
    say(`There is no target "${name}". There are:\n${allTargets.map((target) => `  ${target.name}`).join('\n')}`);
    return 2;
  }
  // An error nobody waits for is found as well: it would end a server.
  const stray: unknown[] = [];
  const keepStray = (reason: unknown): void => void stray.push(reason);
  process.on('unhandledRejection', keepStray);
  try {
    if (path !== undefined) return tell([(await checkTarget(only, { seed, path })).failure], say);
    say(`${targets.length} targets, ${minutes} minutes, seed ${seed}, ${limitCallTimes().toFixed(0)} ms for a call`);
    const { tally, failures } = await fuzzFor({ targets, seed, milliseconds: minutes * 60_000 });
    for (const [target, inputs] of tally) say(`  ${target.padEnd(32)} ${inputs.toLocaleString('en').padStart(12)}`);
    const total = [...tally.values()].reduce((sum, inputs) => sum + inputs, 0);
    say(`${total.toLocaleString('en')} inputs`);
    const strays = stray.map(
      (error): Failure => ({ target: 'unhandled rejection', seed, path: '', input: undefined, error }),
    );
    return tell([...failures, ...strays], say);
  } finally {
    process.off('unhandledRejection', keepStray);
  }
}

function tell(failures: readonly (Failure | undefined)[], say: (line: string) => void): number {
  const found = failures.filter((failure) => failure !== undefined);
  for (const failure of found) say(describeFailure(failure));
  if (found.length === 0) say('Every property held.');
  return found.length === 0 ? 0 : 1;
}
