import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { attacks } from '../../src/demo/attacks.ts';
import { flows } from '../../src/demo/flows.ts';
import type { PlayedAct } from '../../src/demo/programme.ts';
import { weaknesses } from '../../src/demo/weaknesses.ts';
import { type CommandLines, openCommandLines } from '../support/command-lines.ts';
import { runHoldfast } from '../support/holdfast-process.ts';
import type { BinaryOutcome } from '../support/run-binary.ts';
import { assertTellsNothingUsable } from '../support/told-secrets.ts';

suite('the stolen-token theatre', { concurrency: 2 }, () => {
  // As many as run at a time.
  const free: CommandLines[] = [];
  before(() => {
    for (let count = 0; count < 2; count += 1) free.push(openCommandLines({ keysFromStock: true }));
  });
  after(() => Promise.all(free.map((lines) => lines.close())));

  async function run(parameters: readonly string[]): Promise<BinaryOutcome> {
    const lines = free.pop() ?? assert.fail('more tests at a time than programs');
    const outcome = await lines.run(parameters);
    free.push(lines);
    return outcome;
  }

  // A performance takes a while, and more than one test has something to say about it.
  const performances = new Map<string, Promise<BinaryOutcome>>();
  function perform(...flags: readonly string[]): Promise<BinaryOutcome> {
    const parameters = ['demo', ...flags];
    const name = parameters.join(' ');
    const performance = performances.get(name) ?? (flags.includes('--weaken') ? run : runHoldfast)(parameters);
    performances.set(name, performance);
    return performance;
  }

  test('plays every flow and refuses every attack, one JSON line per act', async () => {
    const { code, stdout, stderr } = await perform('--json');
    const acts = parseActs(stdout);
    assert.deepEqual(
      acts.filter((act) => !act.ok),
      [],
      stderr,
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual(
      acts.map((act) => act.act),
      [...flows, ...attacks].map((act) => act.name),
    );
    for (const act of acts.filter(({ kind }) => kind === 'attack')) {
      assert.ok([400, 401, 403, 405].includes(act.status ?? 0), `${act.act} was answered ${act.status}`);
      assert.ok(act.code !== undefined && act.code !== 'ERR_UNKNOWN', `${act.act} has no reason`);
    }
  });

  test('every weakness has an attack that only its defence stops', () => {
    assert.deepEqual(
      [...new Set(attacks.map((attack) => attack.defence))].sort(),
      weaknesses.map((weakness) => weakness.name).sort(),
    );
  });

  for (const weakness of weaknesses) {
    const expected = attacks.filter((attack) => attack.defence === weakness.name).map((attack) => attack.name);
    test(`without ${weakness.name} the thief gets through by ${expected.join(' and ')}, and the run says so`, async () => {
      const { code, stdout, stderr } = await perform('--json', '--weaken', weakness.name);
      const failed = parseActs(stdout).filter((act) => !act.ok);
      assert.deepEqual(
        failed.map((act) => act.act),
        expected,
        stderr,
      );
      assert.equal(code, 1);
      for (const name of expected) assert.match(stderr, new RegExp(`the attack ${name} got through`));
    });
  }

  test('an unknown weakness is a usage error that names the known ones', async () => {
    const { code, stderr } = await perform('--weaken', 'everything');
    assert.equal(code, 2);
    assert.match(stderr, /binding, replay, path/);
  });

  test('nothing that is shown could be used: no complete token on stdout or stderr', async () => {
    const { stdout, stderr } = await perform();
    assert.doesNotMatch(stdout + stderr, /eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/);
    assert.match(stdout, /attacks were refused/);
  });

  for (const flags of [[], ['--json'], ['--weaken', 'replay']]) {
    test(`${['demo', ...flags].join(' ')} shows tokens and proofs only so far that nobody can use them`, async () => {
      assertTellsNothingUsable(await perform(...flags));
    });
  }
});

function parseActs(stdout: string): PlayedAct[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PlayedAct);
}
