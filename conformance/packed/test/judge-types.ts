import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Compiler, compile, type Project, type Settings } from '../consumer/compile.ts';

const node: Settings = { lib: ['es2023'], types: ['node'] };
const dom = ['es2023', 'dom', 'dom.iterable'];
const consumers: readonly (readonly [what: string, settings: Settings, compilers: readonly Compiler[]])[] = [
  ['for Node, without the DOM', node, ['TypeScript 7', 'TypeScript 5.9']],
  ['for Node, with the DOM', { ...node, lib: dom }, ['TypeScript 7', 'TypeScript 5.9']],
  ['for pages', { lib: dom, types: [] }, ['TypeScript 7']],
  ['for workers', { lib: ['es2023', 'webworker'], types: [] }, ['TypeScript 7']],
];

const misuse: Project = {
  name: 'misuse',
  resolution: 'nodenext',
  settings: node,
  wrong: "import { createConfidentialClient } from '@holdfast/node'; createConfidentialClient({ clientId: 1 });",
};

/** The compiler that is asked whether anything is judged at all: the quick one. */
const misused: Compiler = 'TypeScript 7';

/** For a compiler on a busy machine. */
const patience = { timeout: 300_000 };

/** Compiles what is installed in a folder, as each kind of consumer would. */
export function judgeTypes(folder: string): void {
  for (const compiler of ['TypeScript 7', 'TypeScript 5.9'] as const) {
    describe(`what is installed from tarballs, for ${compiler}`, () => {
      const projects = consumers
        .filter(([, , compilers]) => compilers.includes(compiler))
        .flatMap(([what, settings]) => (['nodenext', 'bundler'] as const).map((one) => projectOf(what, settings, one)));
      let complaints: ReadonlyMap<string, string>;
      before(async () => {
        complaints = await compile(folder, compiler, compiler === misused ? [...projects, misuse] : projects);
      }, patience);

      for (const { name, what, resolution } of projects) {
        it(`has types that satisfy it, ${resolution}, ${what}`, () => assert.equal(complaints.get(name), ''));
      }

      if (compiler !== misused) return;
      it('has types that matter: a program that misuses them does not compile', () => {
        assert.match(complaints.get(misuse.name) ?? '', /^misuse[/\\]wrong\.ts\(1,\d+\): error TS2322.*\n$/);
      });
    });
  }
}

function projectOf(
  what: string,
  settings: Settings,
  resolution: Project['resolution'],
): Project & { readonly what: string } {
  return { name: `${what.replaceAll(/\W+/g, '-')}-${resolution}`, what, settings, resolution };
}
