import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { checkSize } from '../check-size.ts';
import type { SizeBudget } from '../size/budgets.ts';
import { type Fixture, plant, tell } from './fixture.ts';

// Noise cannot be compressed: the size of a page that carries it is known.
const noise = Array.from({ length: 600 }, (_, index) => ((index * 2_654_435_761) % 4_294_967_296).toString(36)).join(
  '',
);

const door = (source: string, built: string): Fixture => ({
  'node_modules/@fixture/low/package.json': {
    name: '@fixture/low',
    type: 'module',
    sideEffects: false,
    exports: { '.': { source: './source.ts', default: './built.js' } },
  },
  'node_modules/@fixture/low/source.ts': source,
  'node_modules/@fixture/low/built.js': built,
});

const small = 'export const one = 1;\n';
const large = `${small}export const noise = '${noise}';\n`;
// The call may do anything, as far as a bundler knows.
const carried = `${large}export const table = Object.freeze([noise]);\n`;

const budget = (bytes: number, code = "export { one } from '@fixture/low';"): readonly SizeBudget[] => [
  { name: 'one', code, bytes },
];

async function judge(t: TestContext, files: Fixture, budgets: readonly SizeBudget[]) {
  const findings = await checkSize(plant(t, files), budgets);
  return { told: tell(findings), figures: findings.figures ?? '' };
}

describe('check size', () => {
  it('passes what is small, and tells both sizes', async (t) => {
    const { told, figures } = await judge(t, door(small, small), budget(100));
    assert.deepEqual(told, []);
    assert.match(figures, /^one: source \d\d, dist \d\d, of 100 bytes$/);
  });

  it('does not count what a bundler leaves out', async (t) => {
    assert.deepEqual((await judge(t, door(large, large), budget(100))).told, []);
  });

  it('finds what is too large in the source, and which file it is', async (t) => {
    const { told } = await judge(t, door(carried, small), budget(100));
    assert.equal(told.length, 1);
    assert.match(told[0]!, /one weighs \d,\d{3} bytes from source, budget 100\..*low\/source\.ts \d{4}/);
  });

  it('finds what only the built file carries', async (t) => {
    const { told } = await judge(t, door(small, carried), budget(100));
    assert.equal(told.length, 1);
    assert.match(told[0]!, /one weighs \d,\d{3} bytes from dist, budget 100\..*low\/built\.js/);
  });

  it('counts what is loaded later for everything, and not for the first load', async (t) => {
    const split = `${small}export const more = () => import('./later.js');\n`;
    const later = { 'node_modules/@fixture/low/later.js': carried };
    const code = "export { more } from '@fixture/low';";
    const files = { ...door(split, split), ...later };
    const [one] = budget(200, code);
    const { told, figures } = await judge(t, files, [{ ...one!, everything: 9_999 }]);
    assert.deepEqual(told, []);
    assert.match(
      figures,
      /^one: source \d\d+, dist \d\d+, of 200 bytes; everything: source \d,\d{3}, dist \d,\d{3}, of 9,999$/,
    );
    const hidden = await judge(t, files, [one!]);
    assert.match(
      hidden.told.join('\n'),
      /one with all that comes later weighs \d,\d{3} bytes from source, budget 200\./,
    );
  });

  it('finds a door that is not there', async (t) => {
    const { told, figures } = await judge(t, door(small, small), budget(100, "export { two } from '@fixture/low';"));
    assert.match(told.join('\n'), /one cannot be bundled from source.*\n.*one cannot be bundled from dist/);
    assert.match(figures, /source none, dist none/);
  });
});
