import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Mutation } from '../mutations/mutation.ts';
import { applyMutation } from '../mutations/mutation.ts';
import { mutations } from '../mutations/table.ts';
import { createWitnessFinder } from '../mutations/witnesses.ts';
import { tryMutations } from '../mutations.ts';
import { repositoryRoot } from '../report/run-check.ts';
import { readText } from '../repository/files.ts';
import { ts } from '../syntax/parse.ts';
import { plant } from './fixture.ts';

describe('the table of mutations', () => {
  it('names every mutation once', () => {
    const names = mutations.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it('has a defence for each that stands in its file exactly once, and whose absence is still TypeScript', () => {
    for (const mutation of mutations) {
      const mutated = applyMutation(readText(repositoryRoot, mutation.file), mutation);
      assert.ok(mutated !== undefined, `${mutation.name}: the defence is not once in ${mutation.file}`);
      const { diagnostics = [] } = ts.transpileModule(mutated, { reportDiagnostics: true });
      assert.deepEqual(
        diagnostics.map(({ messageText }) => messageText),
        [],
        mutation.name,
      );
    }
  });

  it('has a witness for each that is there, and only one of its name', () => {
    const find = createWitnessFinder(repositoryRoot);
    for (const mutation of mutations) {
      const { tests, missing } = find(mutation);
      assert.deepEqual(missing, [], mutation.name);
      assert.ok(tests.length > 0, mutation.name);
    }
  });
});

describe('the mutations tool', () => {
  const file = 'packages/low/src/jws/guard.ts';
  const repository = {
    [file]:
      'export const isSmall = (count: number): boolean => count < 3;\n\nexport const isOdd = (count: number): boolean => count % 2 === 1;\n',
    'packages/low/test/catalogue/guard.test.ts': [
      "import assert from 'node:assert/strict';",
      "import { test } from 'node:test';",
      "import { isOdd, isSmall } from '../../src/jws/guard.ts';",
      "test('catalogue 01: three is not small (it is [large])', () => assert.equal(isSmall(3), false));",
      "test('catalogue 02: two is not odd', () => assert.equal(isOdd(2), false));",
      "test('weakness W1: four is small', () => assert.equal(isSmall(4), true));",
    ].join('\n'),
  };
  const mutation = (change: Partial<Mutation>): Mutation => ({
    name: 'low: anything is small',
    file,
    defence: 'count < 3',
    replacement: 'count < 9',
    killedBy: ['catalogue 01'],
    ...change,
  });

  it('tells the mutations that were killed from all others, and leaves the sources alone', async (t) => {
    const root = plant(t, repository);
    const told: string[] = [];
    const wanted = [
      mutation({}),
      mutation({ name: 'low: survives', killedBy: ['catalogue 01', 'catalogue 02'] }),
      mutation({ name: 'low: does not load', replacement: 'count <' }),
      mutation({ name: 'low: is gone', defence: 'count < 4' }),
      mutation({ name: 'low: stands there twice', defence: 'count: number' }),
      mutation({ name: 'low: has no witness', killedBy: ['catalogue 03'] }),
      mutation({ name: 'low: is odd', defence: 'count % 2 === 1', replacement: 'true', killedBy: ['catalogue 02'] }),
    ];
    const verdicts = await tryMutations(root, wanted, (line) => told.push(line));
    assert.deepEqual(
      verdicts.map(({ fate, about }) => [fate, ...about]),
      [
        ['killed'],
        ['survived', 'catalogue 02: two is not odd'],
        ['broken', 'catalogue 01: three is not small (it is [large])'],
        ['lost', `not once in ${file}`],
        ['lost', `not once in ${file}`],
        ['lost', 'no one test is catalogue 03'],
        ['killed'],
      ],
    );
    assert.match(told[0] ?? '', /^✔ killed: low: anything is small \(\d/);
    assert.equal(readText(root, file), repository[file]);
  });

  it('does not start with a witness that fails anyway', async (t) => {
    const root = plant(t, repository);
    await assert.rejects(
      tryMutations(root, [mutation({ killedBy: ['weakness W1'] })], () => {}),
      /do not pass on the sound sources: weakness W1: four is small/,
    );
  });
});
