/**
 * `npm run mutations [-- part of a name]…`: takes one defence after another out of a copy of the packages, and expects the tests that
 * guard it to fail. A mutation that survives, or that no longer fits the sources, fails the run.
 */

import type { Mutation } from './mutations/mutation.ts';
import { copyRepository } from './mutations/repository-copy.ts';
import { runTests } from './mutations/run-tests.ts';
import { mutations } from './mutations/table.ts';
import { tryMutation, type Verdict } from './mutations/try-mutation.ts';
import { createWitnessFinder } from './mutations/witnesses.ts';
import { repositoryRoot } from './report/run-check.ts';

const marks: Readonly<Record<Verdict['fate'], string>> = { killed: '✔', survived: '✖', broken: '✖', lost: '✖' };

/** Tries mutations one by one and tells about each; a witness that fails on the sound sources stops the run. */
export async function tryMutations(
  root: string,
  wanted: readonly Mutation[],
  tell: (line: string) => void,
): Promise<readonly Verdict[]> {
  const findWitnesses = createWitnessFinder(root);
  const copy = copyRepository(root);
  try {
    const all = wanted.flatMap((mutation) => findWitnesses(mutation).tests);
    const witnesses = [...new Map(all.map((test) => [`${test.file} ${test.title}`, test])).values()];
    const sound = await runTests(copy.folder, witnesses);
    const failing = witnesses.filter((_, index) => sound[index] !== 'passed').map(({ title }) => title);
    if (failing.length > 0) throw new Error(`these tests do not pass on the sound sources: ${failing.join('; ')}`);
    const verdicts: Verdict[] = [];
    for (const mutation of wanted) {
      const startedAt = performance.now();
      const verdict = await tryMutation(copy, mutation, findWitnesses(mutation));
      verdicts.push(verdict);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      tell(`${marks[verdict.fate]} ${verdict.fate}: ${mutation.name} (${seconds} s)`);
      for (const line of verdict.about) tell(`    ${line}`);
    }
    return verdicts;
  } finally {
    copy.dispose();
  }
}

async function main(words: readonly string[]): Promise<number> {
  const wanted = mutations.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  if (wanted.length === 0) {
    console.error('no mutation has such a name; npm run mutations [-- part of a name]…, names are in tools/mutations');
    return 2;
  }
  const verdicts = await tryMutations(repositoryRoot, wanted, console.log);
  const killed = verdicts.filter(({ fate }) => fate === 'killed').length;
  console.log(`${killed} of ${verdicts.length} mutations killed`);
  return killed === verdicts.length ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
