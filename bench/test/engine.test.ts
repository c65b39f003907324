import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interleave } from '../engine/interleave.ts';
import { judge, speedRatio } from '../engine/judge.ts';
import { readMachine } from '../engine/machine.ts';
import { figureText, ratioText } from '../engine/number-text.ts';
import { readArguments } from '../engine/read-arguments.ts';
import { renderResults } from '../engine/render-results.ts';
import { renderRow } from '../engine/render-row.ts';
import type { Course, Row } from '../engine/row.ts';
import { runBench } from '../engine/run-bench.ts';
import { type RowResult, runRow } from '../engine/run-row.ts';
import { median, medianRatio, quantile, spread } from '../engine/statistics.ts';

const listed = (name: string, figures: readonly number[]) => {
  let next = 0;
  return { name, measure: () => figures[next++] ?? Number.NaN };
};
const rowOf = (course: Course, unit: Row['unit'] = 'µs'): Row => ({ name: 'row', unit, prepare: async () => course });

test('the median is the middle, or the mean of the two in the middle', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([7]), 7);
  assert.throws(() => median([]), RangeError);
});

test('quantiles lie between neighbours, and figures are not reordered', () => {
  const figures = [40, 10, 30, 20, 50];
  assert.equal(quantile(figures, 0), 10);
  assert.equal(quantile(figures, 0.25), 20);
  assert.equal(quantile(figures, 0.9), 46);
  assert.equal(quantile(figures, 1), 50);
  assert.deepEqual(figures, [40, 10, 30, 20, 50]);
  assert.equal(spread(figures), 10 / 30);
  assert.equal(spread([0, 0]), 0);
});

test('ratios are taken within a round, so that a slow round falls out', () => {
  assert.equal(medianRatio([10, 100, 12], [20, 200, 24]), 0.5);
  assert.throws(() => medianRatio([1, 2], [1]), RangeError);
});

test('a ratio of speeds is more for whoever needs less time, fewer bytes, or does more in a second', () => {
  assert.equal(speedRatio([2], [8], 'µs'), 4);
  assert.equal(speedRatio([2], [8], 'MiB'), 4);
  assert.equal(speedRatio([2], [8], '/s'), 0.25);
});

test('contestants take turns, each round begins with another', async () => {
  const order: string[] = [];
  const contestants = ['a', 'b', 'c'].map((name) => ({ name, measure: () => order.push(name) }));
  const figures = await interleave(contestants, 3);
  assert.equal(order.join(''), 'abcbcacab');
  assert.deepEqual(figures.get('a'), [1, 6, 8]);
});

test('a figure that is no number, or a name that is there twice, is an error', async () => {
  await assert.rejects(interleave([listed('a', [])], 1), TypeError);
  await assert.rejects(interleave([listed('a', [1]), listed('a', [1])], 1), TypeError);
});

test('targets are met at their bound, and missed beyond it', () => {
  const figures = new Map([
    ['ours', [2, 2, 2]],
    ['peer', [8, 8, 8]],
  ]);
  const verdictOf = (bounds: object) => judge({ of: 'ours', ...bounds }, figures, 'µs').verdict;
  assert.equal(verdictOf({ atMost: 2 }), 'met');
  assert.equal(verdictOf({ atMost: 1.99 }), 'missed');
  assert.equal(verdictOf({ atLeast: 2, atMost: 3 }), 'met');
  assert.equal(verdictOf({ atLeast: 3 }), 'missed');
  assert.equal(verdictOf({ against: 'peer', atLeast: 4 }), 'met');
  assert.equal(verdictOf({ against: 'peer', atLeast: 4.1 }), 'missed');
  assert.equal(judge({ of: 'ours', against: 'peer', atLeast: 1 }, figures, '/s').reached, 0.25);
  assert.throws(() => judge({ of: 'ours' }, figures, 'µs'), TypeError);
  assert.throws(() => judge({ of: 'nobody', atMost: 1 }, figures, 'µs'), TypeError);
});

test('a row gives medians and ratios, runs fewer rounds when it is quick, and is closed also when it fails', async () => {
  const closed: true[] = [];
  const close = () => void closed.push(true);
  const course = { contestants: [listed('ours', [1, 9, 2, 3]), listed('peer', [4, 36, 8, 12])], targets: [], close };
  const result = await runRow(rowOf({ ...course, rounds: 4 }), { quick: false });
  assert.deepEqual(result.standings[0], { name: 'ours', median: 2.5, spread: 0.55, ratio: 1 });
  assert.equal(result.standings[1]?.ratio, 0.25);
  const quick = await runRow(rowOf({ contestants: [{ name: 'a', measure: () => 1 }], targets: [], close }), {
    quick: true,
  });
  assert.equal(quick.rounds, 3);
  await assert.rejects(runRow(rowOf({ contestants: [listed('a', [])], targets: [], close }), { quick: true }));
  assert.equal(closed.length, 3);
});

test('numbers are told with the digits that mean something', () => {
  assert.deepEqual([0, 0.004_512, 0.523, 1.5, 17.44, 170.4, 12_345].map(figureText), [
    '0',
    '0.0045',
    '0.52',
    '1.50',
    '17.4',
    '170',
    '12,345',
  ]);
  assert.equal(ratioText(0.25), '×0.25');
  assert.equal(ratioText(0 / 0), '–');
  assert.equal(ratioText(1 / 91_700), '×1/91,700');
});

const example: RowResult = {
  row: { name: 'token from cache', unit: 'µs' },
  rounds: 9,
  standings: [
    { name: 'ours', median: 0.8, spread: 0.03, ratio: 1 },
    { name: '@azure/msal-node', median: 88, spread: 0.1, ratio: 1 / 110 },
  ],
  verdicts: [
    { target: { of: 'ours', atMost: 2 }, reached: 0.8, verdict: 'met' },
    { target: { of: 'ours', against: '@azure/msal-node', atLeast: 200 }, reached: 110, verdict: 'missed' },
  ],
  notes: ['word '.repeat(60).trim()],
};

test('a table has at most 110 columns and says what is missed', () => {
  const text = renderRow(example);
  for (const line of text.split('\n')) assert.ok(line.length <= 110, line);
  assert.match(text, /met: ours ≤ 2 µs: 0\.80 µs/);
  assert.match(text, /missed: ours against @azure\/msal-node ≥ ×200: ×110/);
});

test('the page of results tells machine, versions and how many targets were missed', () => {
  const page = renderResults(readMachine(), [example]);
  assert.ok(page.includes(`Node ${process.versions.node}`));
  assert.match(page, /jose \d+\.\d+/);
  assert.match(page, /2 targets, 1 missed/);
});

test('the command line chooses rows; a missed target is no failure, a row that cannot run is', async () => {
  const row = (name: string, figure: number): Row => ({
    name,
    unit: 'µs',
    prepare: async () => ({
      contestants: [{ name: 'ours', measure: () => figure }],
      targets: [{ of: 'ours', atMost: 1 }],
    }),
  });
  const run = async (...parameters: string[]) => {
    const lines: string[] = [];
    const kept: (readonly RowResult[])[] = [];
    const rows = [row('slow one', 5), row('fast one', 1), row('broken', Number.NaN)];
    const keep = (results: readonly RowResult[]) => void kept.push(results);
    return { code: await runBench(parameters, rows, { say: (line) => lines.push(line), keep }), lines, kept };
  };
  const slow = await run('--only', 'slow', '--quick');
  assert.equal(slow.code, 0);
  assert.match(slow.lines.join('\n'), /1 targets, missed: slow one: ours/);
  const all = await run();
  assert.equal(all.code, 1);
  assert.equal(all.kept.length, 0, 'half a run is not a result');
  assert.match(all.lines.join('\n'), /broken\n {2}could not run/);
  assert.equal((await run('--only', 'nothing')).code, 2);
  assert.equal((await run('--frobnicate')).code, 2);
  assert.deepEqual(readArguments([]), { only: undefined, quick: false });
});

test('only a full run of every row is kept', async () => {
  const rows: Row[] = [rowOf({ contestants: [{ name: 'a', measure: () => 1 }], targets: [] })];
  const keptBy = async (...parameters: string[]) => {
    const kept: (readonly RowResult[])[] = [];
    await runBench(parameters, rows, { say: () => undefined, keep: (results) => void kept.push(results) });
    return kept.length;
  };
  assert.equal(await keptBy(), 1);
  assert.equal(await keptBy('--quick'), 0);
});
