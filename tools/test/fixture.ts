import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { formatViolation, repositoryRoot } from '../report/run-check.ts';
import type { Findings } from '../report/violation.ts';

/** Files of a small repository, by path; an object is written as JSON. */
export type Fixture = Readonly<Record<string, string | object>>;

const door = { source: './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' };

/** package.json of a package without faults. */
export function manifest(name: string, more: object = {}): object {
  return { name, version: '1.0.0', type: 'module', exports: { '.': door }, files: ['dist', 'src'], ...more };
}

/** floors.json of two packages, `low` below `high`. */
export function floors(more: object = {}): object {
  const rooms = { base: 0, jws: 1 };
  return {
    packages: { low: { floor: 0, node: 'any', rooms }, high: { floor: 10, node: ['jws'], rooms } },
    bannedNames: ['utils'],
    mayReadEnvironment: ['packages/high/src/base/detect.ts'],
    mayDeclareClass: ['packages/low/src/base/familiar.ts'],
    mayNameCorrelationId: [],
    ports: [],
    closures: [],
    ...more,
  };
}

/** What the door of `low` says about itself. Nobody has installed it, so its example compiles only because it says so. */
export const lowDoor: string = `/**
 * A small package.
 *
 * @example
 * \`\`\`ts
 * // @ts-expect-error: installed nowhere
 * import { one } from '@fixture/low';
 * console.log(one);
 * \`\`\`
 *
 * @packageDocumentation
 */
`;

/** A repository in which every check passes. */
export const soundRepository: Fixture = {
  'package.json': { workspaces: ['packages/low', 'packages/high'] },
  'package-lock.json': { packages: { 'packages/high': { dependencies: { '@fixture/low': '1.0.0' } } } },
  'tsconfig.json': { references: [{ path: 'packages/low' }, { path: 'packages/high' }] },
  'floors.json': floors(),
  'packages/low/package.json': manifest('@fixture/low'),
  'packages/low/tsconfig.json': { references: [] },
  'packages/low/src/index.ts': `${lowDoor}export { one } from './jws/one.ts';\n`,
  'packages/low/src/base/zero.ts': 'export const zero = 0;\n',
  'packages/low/src/jws/one.ts':
    "import { zero } from '../base/zero.ts';\n\n/** The number after zero. */\nexport const one: number = zero + 1;\n",
  'packages/high/package.json': manifest('@fixture/high', { dependencies: { '@fixture/low': '1.0.0' } }),
  'packages/high/tsconfig.json': { references: [{ path: '../low' }] },
  'packages/high/src/index.ts': 'export {};\n',
  'packages/high/src/base/detect.ts': 'export const value: string | undefined = process.env.VALUE;\n',
  'packages/high/src/jws/two.ts': "import { one } from '@fixture/low';\n\nexport const two: number = one + 1;\n",
};

/** Writes a sound repository with changes planted in it; it is gone after the test. */
export function plant(t: TestContext, changes: Fixture = {}): string {
  // Inside the repository, where git ignores it and packages are found by name.
  mkdirSync(join(repositoryRoot, '.check'), { recursive: true });
  const root = `${mkdtempSync(join(repositoryRoot, '.check', 'fixture-'))}/`;
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries({ ...soundRepository, ...changes })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return root;
}

/** What a check found, as it prints it. */
export function tell({ violations }: Findings): readonly string[] {
  return violations.map(formatViolation);
}
