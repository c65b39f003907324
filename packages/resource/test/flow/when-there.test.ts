import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whenJudged, whenThere } from '../../src/flow/when-there.ts';

const broken = new Error('broken');
const fail = (): never => {
  throw broken;
};

test('a value that is there is not waited for, a promise is', async () => {
  assert.equal(
    whenThere(1, (value) => value + 1),
    2,
  );
  const later = whenThere(Promise.resolve(1), (value) => value + 1);
  assert.ok(later instanceof Promise);
  assert.equal(await later, 2);
  assert.ok(whenThere(1, async (value) => value + 1) instanceof Promise);
  assert.throws(() => whenThere(1, fail), broken);
  await assert.rejects(async () => whenThere(Promise.resolve(1), fail), broken);
});

test('what is judged passes or is refused, and never both', async () => {
  const cases: readonly (readonly [judge: () => unknown, told: unknown])[] = [
    [() => 'judged', 'judged'],
    [async () => 'judged', 'judged'],
    [fail, broken],
    [async () => fail(), broken],
  ];
  for (const [judge, expected] of cases) {
    const told: unknown[] = [];
    const tell = (one: unknown): void => void told.push(one);
    await whenJudged(judge, tell, tell);
    assert.deepEqual(told, [expected]);
  }
});

test('what fails after it has passed is not refused as well', async () => {
  for (const judge of [() => 'judged', async () => 'judged']) {
    const refused: unknown[] = [];
    await assert.rejects(async () => whenJudged<string>(judge, fail, (reason) => void refused.push(reason)), broken);
    assert.deepEqual(refused, []);
  }
});
