import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Compiler, compile, type Settings } from '../consumer/compile.ts';

const node: Settings = { lib: ['es2023'], types: ['node'] };
const dom = ['es2023', 'dom', 'dom.iterable'];
const consumers: readonly (readonly [what: string, settings: Settings, compilers: readonly Compiler[]])[] = [
  ['for Node, without the DOM', node, ['TypeScript 7', 'TypeScript 5.9']],
  ['for Node, with the DOM', { ...node, lib: dom }, ['TypeScript 7', 'TypeScript 5.9']],
  ['for pages', { lib: dom, types: [] }, ['TypeScript 7']],
  ['for workers', { lib: ['es2023', 'webworker'], types: [] }, ['TypeScript 7']],
];

/** Compiles what is installed in a folder, as each kind of consumer would. */
export function judgeTypes(folder: string): void {
  for (const [what, settings, compilers] of consumers) {
    for (const compiler of compilers) {
      for (const resolution of ['nodenext', 'bundler'] as const) {
        it(`has types that satisfy ${compiler}, ${resolution}, ${what}`, { timeout: 300_000 }, async () => {
          assert.equal(await compile(folder, { compiler, resolution, settings }), '');
        });
      }
    }
  }

  it('has types that matter: a program that misuses them does not compile', async () => {
    const wrong =
      "import { createConfidentialClient } from '@holdfast/node'; createConfidentialClient({ clientId: 1 });";
    const complaints = await compile(folder, {
      compiler: 'TypeScript 7',
      resolution: 'nodenext',
      settings: node,
      wrong,
    });
    assert.match(complaints, /wrong\.ts\(1,\d+\): error TS2322/);
  });
}
