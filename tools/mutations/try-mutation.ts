import { applyMutation, type Mutation } from './mutation.ts';
import type { RepositoryCopy } from './repository-copy.ts';
import { runTests } from './run-tests.ts';
import type { FoundWitnesses } from './witnesses.ts';

/**
 * What became of a mutation.
 *
 * - `killed`: every witness failed.
 * - `survived`: a witness passed although the defence was gone.
 * - `broken`: the witnesses did not run, so nothing was shown.
 * - `lost`: the defence is not in the file any more, or a witness is not there.
 */
export interface Verdict {
  readonly mutation: Mutation;
  readonly fate: 'killed' | 'survived' | 'broken' | 'lost';
  /** What to look at; empty for a mutation that was killed. */
  readonly about: readonly string[];
}

/** Takes one defence out of the copy, runs the witnesses, and puts the file back. */
export async function tryMutation(
  copy: RepositoryCopy,
  mutation: Mutation,
  { tests, missing }: FoundWitnesses,
): Promise<Verdict> {
  if (missing.length > 0) return { mutation, fate: 'lost', about: missing.map((name) => `no one test is ${name}`) };
  const sound = copy.read(mutation.file);
  const mutated = applyMutation(sound, mutation);
  if (mutated === undefined) return { mutation, fate: 'lost', about: [`not once in ${mutation.file}`] };
  try {
    copy.write(mutation.file, mutated);
    const outcomes = await runTests(copy.folder, tests);
    const titlesOf = (outcome: string) =>
      tests.filter((_, index) => outcomes[index] === outcome).map((test) => test.title);
    const passed = titlesOf('passed');
    if (passed.length > 0) return { mutation, fate: 'survived', about: passed };
    const notRun = titlesOf('not run');
    return { mutation, fate: notRun.length > 0 ? 'broken' : 'killed', about: notRun };
  } finally {
    copy.write(mutation.file, sound);
  }
}
