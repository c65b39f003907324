import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkDoors } from '../check-doors.ts';
import { type Fixture, floors, manifest, plant, tell } from './fixture.ts';

const door = { source: './src/jws/one.ts', types: './dist/jws/one.d.ts', default: './dist/jws/one.js' };
const low = (doors: object, more: object = {}): Fixture => ({
  'packages/low/package.json': manifest('@fixture/low', { exports: doors, ...more }),
});
const withTesting = {
  'package.json': { workspaces: ['packages/low', 'packages/high', 'packages/testing'] },
  'packages/testing/package.json': { name: '@fixture/testing', version: '1.0.0', private: true },
  'packages/testing/src/store-contract.ts': 'export function storeContract(): void {}\n',
};

const planted: readonly (readonly [title: string, changes: Fixture, told: RegExp])[] = [
  [
    'a source that does not exist',
    low({ './x': { ...door, source: './src/x.ts', types: './dist/x.d.ts', default: './dist/x.js' } }),
    /door \.\/x: \.\/src\/x\.ts does not exist/,
  ],
  [
    'types of another file',
    low({ './one': { ...door, types: './dist/index.d.ts' } }),
    /types does not lead to \.\/dist\/jws\/one\.d\.ts/,
  ],
  [
    'code of another file',
    low({ './one': { ...door, default: './dist/index.js' } }),
    /default does not lead to \.\/dist\/jws\/one\.js/,
  ],
  [
    'code for Node of another file',
    low({ './one': { source: door.source, types: door.types, node: './dist/jws/one.js', default: door.default } }),
    /node does not lead to \.\/dist\/node\/jws\/one\.js/,
  ],
  ['a door without source', low({ './one': { types: door.types, default: door.default } }), /has no source under/],
  [
    'a default that hides the types',
    low({ './one': { source: door.source, default: door.default, types: door.types } }),
    /in the order source, default, types/,
  ],
  [
    'a refusal that comes too late',
    low({ './one': { ...door, browser: null } }),
    /in the order source, types, default, refused/,
  ],
  [
    'a refusal that hides the types',
    low({ './one': { browser: null, ...door } }),
    /in the order refused, source, types, default/,
  ],
  [
    'a command that does not exist',
    low({ './one': door }, { bin: { low: './bin/low.mjs' }, files: ['bin', 'dist', 'src'] }),
    /bin \.\/bin\/low\.mjs does not exist/,
  ],
  ['sources that are not published', low({ './one': door }, { files: ['dist'] }), /does not publish src/],
  [
    'a package that is not built',
    { 'tsconfig.json': { references: [{ path: 'packages/low' }] } },
    /tsconfig\.json does not build packages\/high/,
  ],
  ['a missing reference', { 'packages/high/tsconfig.json': {} }, /does not refer to \.\.\/low, a dependency/],
  [
    'a reference too many',
    { 'packages/low/tsconfig.json': { references: [{ path: '../high' }] } },
    /refers to \.\.\/high, which is no dependency/,
  ],
  [
    'another version',
    {
      'packages/high/package.json': manifest('@fixture/high', { dependencies: { '@fixture/low': '0.9.0' } }),
      'package-lock.json': { packages: { 'packages/high': { dependencies: { '@fixture/low': '0.9.0' } } } },
    },
    /asks for another @fixture\/low than 1\.0\.0/,
  ],
  [
    'a lock file that npm would refuse',
    { 'package-lock.json': { packages: {} } },
    /packages\/high\/package\.json has other dependencies than package-lock\.json/,
  ],
  [
    'an index longer than a screen',
    {
      'packages/low/src/index.ts': "export * from './base/many.ts';\n",
      'packages/low/src/base/many.ts': Array.from({ length: 61 }, (_, i) => `export const n${i} = ${i};\n`).join(''),
    },
    /exports 61 values, budget 60/,
  ],
  [
    'a port without a contract suite',
    { 'floors.json': floors({ ports: ['ReplayStore'] }) },
    /has no replayStoreContract/,
  ],
  ['a contract suite that nobody runs', withTesting, /exports storeContract, which no test runs/],
];

describe('check doors', () => {
  it('passes a sound repository', (t) => {
    assert.deepEqual(tell(checkDoors(plant(t))), []);
    const changes = {
      ...low({ './one': { source: door.source, types: door.types, browser: null, default: door.default } }),
      ...withTesting,
      'packages/low/test/store.test.ts': 'storeContract();\n',
    };
    assert.deepEqual(tell(checkDoors(plant(t, changes))), []);
  });

  for (const [title, changes, told] of planted) {
    it(`finds ${title}`, (t) => {
      const found = tell(checkDoors(plant(t, changes)));
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', told);
    });
  }
});
