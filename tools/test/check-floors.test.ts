import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkFloors } from '../check-floors.ts';
import { type Fixture, floors, plant, tell } from './fixture.ts';

/** Each planted fault with the words that must be in its one report. */
const planted: readonly (readonly [title: string, changes: Fixture, told: RegExp])[] = [
  [
    'an import that goes up',
    { 'packages/low/src/base/up.ts': "import '../jws/one.ts';\n" },
    /base \(floor 0\) imports jws \(floor 1\)/,
  ],
  [
    'a type-only import that goes up',
    { 'packages/low/src/base/zero.ts': "import type { A } from '../jws/one.ts';\nexport const zero: A = 0;\n" },
    /zero\.ts:1 base \(floor 0\) imports jws/,
  ],
  [
    'a dynamic import that goes up',
    { 'packages/low/src/base/up.ts': "export const up = () => import('../jws/one.ts');\n" },
    /base \(floor 0\) imports jws/,
  ],
  [
    'an import sideways',
    {
      'floors.json': floors({
        packages: {
          low: { floor: 0, node: 'any', rooms: { base: 0, jws: 0 } },
          high: { floor: 1, node: ['jws'], rooms: { base: 0, jws: 0 } },
        },
      }),
    },
    /jws \(floor 0\) imports base \(floor 0\)/,
  ],
  [
    'an import of its own index',
    { 'packages/low/src/base/up.ts': "import '../index.ts';\n" },
    /imports the index of its own package/,
  ],
  [
    'an import of its own package by name',
    { 'packages/low/src/base/zero.ts': "import '@fixture/low';\n" },
    /its own package by name/,
  ],
  [
    'a path into another package',
    { 'packages/high/src/jws/two.ts': "import '../../../low/src/jws/one.ts';\n" },
    /outside its package/,
  ],
  [
    'an undeclared dependency',
    { 'packages/low/src/base/zero.ts': "import 'fastify';\n" },
    /fastify, which its package\.json does not declare/,
  ],
  [
    'an upward package',
    {
      'packages/low/package.json': {
        name: '@fixture/low',
        version: '1.0.0',
        dependencies: { '@fixture/high': '1.0.0' },
      },
      'packages/low/src/base/zero.ts': "import type { two } from '@fixture/high';\nexport type A = typeof two;\n",
    },
    /package low \(floor 0\) imports @fixture\/high \(floor 10\)/,
  ],
  [
    'node in a room for any runtime',
    { 'packages/high/src/base/file.ts': "import 'node:fs';\n" },
    /imports node:fs in a room for any runtime/,
  ],
  ['node without its prefix', { 'packages/low/src/base/zero.ts': "import 'fs';\n" }, /imports fs in a room/],
  [
    'a cycle inside a room',
    {
      'packages/low/src/base/a.ts': "import './b.ts';\nexport const a = 1;\n",
      'packages/low/src/base/b.ts': "import { a } from './a.ts';\nexport const b = a;\n",
    },
    /cycle: \S+a\.ts → \S+b\.ts → \S+a\.ts/,
  ],
  [
    'a folder without a floor',
    { 'packages/low/src/shr/new.ts': 'export {};\n' },
    /the room shr has no floor\. Give it a number/,
  ],
  [
    'a root file without a floor',
    { 'packages/low/src/options.ts': 'export {};\n' },
    /the room options\.ts has no floor/,
  ],
  [
    'a floor without a folder',
    {
      'floors.json': floors({
        packages: {
          low: { floor: 0, node: 'any', rooms: { base: 0, jws: 1, gone: 2 } },
          high: { floor: 10, node: ['jws'], rooms: { base: 0, jws: 1 } },
        },
      }),
    },
    /the room gone of low does not exist/,
  ],
  ['a word that says nothing', { 'packages/low/test/base/test-utils.ts': 'export {};\n' }, /has "utils" in its path/],
  [
    'process.env',
    { 'packages/high/src/jws/env.ts': 'export const value = process.env.VALUE;\n' },
    /env\.ts:1 reads process\.env/,
  ],
  [
    'env of node:process',
    { 'packages/high/src/jws/env.ts': "import { env } from 'node:process';\nexport const value = env;\n" },
    /env\.ts:1 reads process\.env/,
  ],
  ['fetch', { 'packages/low/src/base/get.ts': "export const get = () => fetch('/');\n" }, /get\.ts:1 mentions fetch/],
  [
    'fetch by another name',
    { 'packages/low/src/base/get.ts': 'export const get = globalThis.fetch;\n' },
    /get\.ts:1 mentions fetch/,
  ],
  [
    'fetch as a value',
    { 'packages/low/src/base/get.ts': 'export const options = { transport: fetch };\n' },
    /get\.ts:1 mentions fetch/,
  ],
  ['a class', { 'packages/low/src/base/thing.ts': 'export class Thing {}\n' }, /thing\.ts:1 declares a class/],
  [
    'a let of the module',
    { 'packages/low/src/base/count.ts': 'export let count = 0;\n' },
    /count\.ts:1 keeps mutable state/,
  ],
  [
    'a map of the module',
    { 'packages/low/src/base/cache.ts': 'export const cache = new Map<string, string>();\n' },
    /cache\.ts:1 keeps mutable state/,
  ],
  [
    'a promise that is told by its class',
    { 'packages/low/src/base/wait.ts': 'export const isLate = (it: unknown): boolean => it instanceof Promise;\n' },
    /wait\.ts:1 tells a promise by its class/,
  ],
  [
    'a wandering correlation id',
    { 'packages/low/src/base/log.ts': 'export const log = (correlationId: string) => correlationId;\n' },
    /log\.ts:1 names correlationId/,
  ],
];

describe('check floors', () => {
  it('passes a sound repository', (t) => {
    assert.deepEqual(tell(checkFloors(plant(t))), []);
  });

  for (const [title, changes, told] of planted) {
    it(`finds ${title}`, (t) => {
      const found = tell(checkFloors(plant(t, changes)));
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', told);
    });
  }

  it('allows what the rules allow', (t) => {
    const root = plant(t, {
      'packages/low/src/base/send-request.ts': "export const send = () => fetch('/');\n",
      'packages/low/src/base/options.ts':
        'export interface Options {\n  readonly fetch: (url: string) => void;\n}\n\nexport const run = (options: Options) => options.fetch("/");\n',
      'packages/low/src/base/table.ts':
        'const table: ReadonlyMap<string, number> = new Map([["a", 1]]);\nexport const look = () => {\n  let found = table.get("a");\n  found ??= 0;\n  return found;\n};\n',
      'packages/low/src/base/a.ts': "import type { B } from './b.ts';\nexport interface A {\n  readonly b?: B;\n}\n",
      'packages/low/src/base/b.ts': "import type { A } from './a.ts';\nexport interface B {\n  readonly a?: A;\n}\n",
      'packages/high/src/jws/file.ts': "import 'node:fs';\n",
      'packages/low/src/base/familiar.ts': 'export class Familiar {}\n',
    });
    assert.deepEqual(tell(checkFloors(root)), []);
  });
});
