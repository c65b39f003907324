import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HoldfastError } from '@holdfast/core';
import { canary, secret } from '@holdfast/testing';
import fc from 'fast-check';
import { attempt } from '../engine/attempt.ts';
import { checkTarget } from '../engine/check-target.ts';
import { describeFailure, mask } from '../engine/describe-failure.ts';
import { expect, Finding, TooSlow } from '../engine/finding.ts';
import { fuzzFor } from '../engine/fuzz-for.ts';
import { readArguments } from '../engine/read-arguments.ts';
import { runFuzz } from '../engine/run-fuzz.ts';
import { defineTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { editText, textEdits } from '../mutate/text.ts';
import { allTargets } from '../targets.ts';

const entry = { meaning: 'It is wrong', mend: 'Mend it.' };

/** Accepts one character too many: what a fuzzer must find. */
const leaky = defineTarget({
  name: 'test/leaky',
  shortRuns: 1000,
  arbitrary: textEdits,
  run: (edits) => expect(!editText('token', edits).includes('!'), 'accepts an exclamation mark'),
});
/** Accepts nothing at all: what a fuzzer finds in its first round, however little time there is. */
const wrong = defineTarget({
  name: 'test/wrong',
  shortRuns: 1,
  arbitrary: fc.nat(),
  run: () => expect(false, 'accepts nothing'),
});
const sound = defineTarget({ name: 'test/sound', shortRuns: 100, arbitrary: fc.nat(), run: () => undefined });

test('a broken property is found, shrunk, and found again by its seed and path', async () => {
  const { failure } = await checkTarget(leaky, { seed: 1, runs: 5000 });
  assert.ok(failure !== undefined);
  const again = await checkTarget(leaky, { seed: failure.seed, path: failure.path });
  assert.deepEqual(again.failure?.input, failure.input);
  assert.equal((failure.input as readonly unknown[]).length, 1, 'one edit is enough');
});

test('the short form is the same in every run', async () => {
  const tried: number[][] = [[], []];
  for (const inputs of tried) {
    const target = defineTarget({ ...sound, arbitrary: fc.nat(), run: (input: number) => void inputs.push(input) });
    await checkTarget(target, { seed: 7, runs: 50 });
  }
  assert.deepEqual(tried[0], tried[1]);
  assert.equal(tried[0]?.length, 50);
});

test('the long form goes round all targets, and leaves one that failed out', async () => {
  // Every look at the clock takes ten milliseconds, whatever else this machine does.
  let ms = 0;
  const nowMs = (): number => {
    ms += 10;
    return ms;
  };
  const { tally, failures } = await fuzzFor({ targets: [leaky, sound], seed: 1, milliseconds: 300, nowMs });
  assert.deepEqual(
    failures.map(({ target }) => target),
    ['test/leaky'],
  );
  assert.ok((tally.get('test/sound') ?? 0) > 100);
});

const call = (thrown: unknown, options = {}) =>
  attempt(() => {
    throw thrown;
  }, options);

test('only typed errors are refusals, and a TypeError only where options are meant', async () => {
  assert.equal((await call(new HoldfastError('ERR_X', entry))).accepted, false);
  assert.equal((await call(new TypeError('scopes must be a list'), { misuse: 'TypeError' })).accepted, false);
  await assert.rejects(call(new TypeError('scopes must be a list')), Finding);
  await assert.rejects(call(new RangeError('x')), Finding);
  await assert.rejects(call('a text'), Finding);
  const platform = [
    () => (undefined as unknown as { a: string }).a,
    () => new URL('x'),
    () => (1 as unknown as () => void)(),
    () => [...(1 as unknown as string[])],
    () => `${{ toString: null } as unknown as string}`,
  ];
  for (const work of platform) await assert.rejects(attempt(work, { misuse: 'TypeError' }), Finding);
});

test('a secret is found wherever an error could show it', async () => {
  class Telling extends HoldfastError {
    readonly facts: unknown;
    constructor(facts: unknown, options = {}) {
      super('ERR_X', entry, options);
      this.facts = facts;
    }
  }
  const held = secret('held', 'aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789~+/=');
  const part = 'LmNoPqRsTuVwXyZ0123456789';
  const hidden = Object.defineProperty(new Telling(undefined), 'hidden', { value: canary, enumerable: false });
  const shows: readonly unknown[] = [
    new Telling(undefined, { detail: canary }),
    new Telling(undefined, { detail: canary.toUpperCase() }),
    new Telling(undefined, { cause: new Error('outer', { cause: new Error(canary) }) }),
    new Telling({ deep: [new Map([['a', { b: canary }]])] }),
    new Telling(Buffer.from(canary)),
    new Telling(Buffer.from(`x${canary}`).toString('base64')),
    new Telling(part),
    new Telling(encodeURIComponent('VwXyZ0123456789~+/=').replace('V', part)),
    new Telling(new AggregateError([new Error(canary)])),
    hidden,
  ];
  for (const [index, error] of shows.entries()) {
    await assert.rejects(call(error, { secrets: [held] }), /the secret "(?:held|canary)" shows/, `${index}`);
  }
  assert.equal((await call(new Telling('nothing'), { secrets: [held] })).accepted, false);
});

test('a report masks secrets and whatever looks like one', () => {
  const token = `eyJhbGciOiJSUzI1NiJ9.${'A'.repeat(40)}.${'b'.repeat(86)}`;
  const failure = {
    target: 'test/x',
    seed: 5,
    path: '3:1',
    input: { token, canary },
    error: new Finding(`shows ${token}`),
  };
  const report = describeFailure(failure);
  assert.match(report, /npm run fuzz -- --target test\/x --seed 5 --path 3:1/);
  for (const hidden of [token, 'A'.repeat(30), 'b'.repeat(30), canary]) assert.equal(report.includes(hidden), false);
  assert.equal(mask('a short word'), 'a short word');
});

test('a slow call is told only when it is slow every time', async () => {
  let calls = 0;
  const once = defineTarget({
    ...sound,
    run: () => {
      calls += 1;
      if (calls === 3) throw new TooSlow(900, 200);
    },
  });
  assert.equal((await checkTarget(once, { seed: 1, runs: 10 })).failure, undefined);
  const always = defineTarget({
    ...sound,
    run: () => {
      throw new TooSlow(900, 200);
    },
  });
  assert.ok((await checkTarget(always, { seed: 1, runs: 10 })).failure?.error instanceof TooSlow);
});

test('the exit code is 1 for a finding, 2 for a command line that is not understood, else 0', async () => {
  const lines: string[] = [];
  const run = (parameters: readonly string[]) => runFuzz(parameters, [wrong, sound], (line) => lines.push(line));
  assert.equal(await run(['--minutes', '0.001', '--seed', '1']), 1);
  assert.match(lines.join('\n'), /✖ test\/wrong: accepts nothing/);
  assert.equal(await run(['--minutes', '0.001', '--target', 'sound']), 0);
  assert.equal(await run(['--target', 'nothing']), 2);
  for (const wrong of [['--minutes', '0'], ['--seed', 'x'], ['--path', '1'], ['--unknown']]) {
    assert.equal(await run(wrong), 2, wrong.join(' '));
    assert.throws(() => readArguments(wrong), TypeError);
  }
});

test('npm run fuzz names its targets when it is asked for one that is not there', () => {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, ['--conditions=source', main, '--target', 'no such'], {
    encoding: 'utf8',
  });
  assert.equal(status, 2);
  for (const { name } of allTargets) assert.ok(stdout.includes(name), name);
});

test('every target has a name of its own, under its package', () => {
  const names = allTargets.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const name of names)
    assert.match(name, /^(?:core|oauth|node|browser|resource|mits|authority|holdfast)\/[a-z0-9-]+$/);
});

test('edits of a structure leave what they were given as it was, and change something most of the time', () => {
  const value = { a: [1, { b: 'text' }], c: null };
  const before = structuredClone(value);
  let changed = 0;
  fc.assert(
    fc.property(jsonEdits, (edits) => {
      if (JSON.stringify(editJson(value, edits)) !== JSON.stringify(before)) changed += 1;
      assert.deepEqual(value, before);
    }),
    { numRuns: 300 },
  );
  assert.ok(changed > 200, `${changed} of 300`);
});
