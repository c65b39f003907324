import assert from 'node:assert/strict';
import { cpSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runProgram } from '../../portable/runtimes/node.ts';
import { olderNode, olderNodeMissing } from '../../portable/runtimes/older-node.ts';
import { startAuthority } from '../consumer/authority.ts';
import { compile } from '../consumer/compile.ts';
import { doors } from '../consumer/doors.ts';

const nodes = [
  { name: 'Node 24', binary: process.execPath, skip: false },
  { name: 'Node 22', binary: olderNode, skip: olderNodeMissing },
] as const;

/** Runs what is installed in a folder, in every Node that is supported, with and without what is optional. */
export function judgeInstalled(folder: string): void {
  before(() => cpSync(join(import.meta.dirname, '../consumer/flow.ts'), join(folder, 'flow.ts')));

  describe('what is installed from tarballs', () => {
    for (const { name, binary, skip } of nodes) {
      it(`opens every door in ${name}, without flags`, { skip }, async () => {
        const specifiers = doors.filter(({ inNode }) => inNode).map(({ specifier }) => specifier);
        assert.ok(specifiers.length >= 8);
        const { code, stdout, stderr } = await evaluate(folder, binary, openAll(specifiers));
        assert.equal(code, 0, stderr);
        for (const [specifier, place] of JSON.parse(stdout) as readonly [string, string][])
          assert.match(place, /\/node_modules\/(?:@holdfast\/\w+|holdfast)\/dist\/[\w/.-]+\.js$/, specifier);
      });

      it(`runs the way of a token in ${name}: bound, accepted once, refused when it is sent again`, {
        skip,
      }, async () => {
        const authority = await startAuthority(folder, binary);
        try {
          const { code, stdout, stderr } = await runProgram(binary, ['flow.ts', authority.readyFile], folder);
          assert.equal(code, 0, stderr);
          assert.deepEqual(JSON.parse(stdout), { status: 200, tokenType: 'pop', hasBody: true, replayed: 401 });
        } finally {
          assert.equal(await authority.close(), 0);
        }
      });
    }
  });

  describe('what is installed from tarballs, without OpenTelemetry', () => {
    const installed = join(folder, 'node_modules', '@opentelemetry');
    const aside = join(folder, 'opentelemetry-aside');
    before(() => renameSync(installed, aside));
    after(() => renameSync(aside, installed));

    it('telemetry opens, counts for whoever brings a meter, and speaks on channels of Node', async () => {
      const { code, stdout, stderr } = await evaluate(folder, process.execPath, tellTelemetry);
      assert.equal(code, 0, stderr);
      assert.deepEqual(JSON.parse(stdout), { published: 'key.rotated', counted: ['holdfast.events'] });
    });

    it('every door compiles', async () => {
      const settings = { lib: ['es2023'], types: ['node'] };
      const complaints = await compile(folder, 'TypeScript 7', [{ name: 'plain', resolution: 'nodenext', settings }]);
      assert.equal(complaints.get('plain'), '');
    });
  });
}

function evaluate(folder: string, binary: string, code: string): ReturnType<typeof runProgram> {
  return runProgram(binary, ['--input-type=module', '-e', code], folder);
}

const tellTelemetry = `import { subscribe } from 'node:diagnostics_channel';
import { createTelemetrySink } from '@holdfast/node/telemetry';
const counted = [];
const instrument = (name) => ({ add: () => counted.push(name), record: () => counted.push(name) });
const sink = createTelemetrySink({ meter: { createCounter: instrument, createHistogram: instrument } });
let published;
subscribe('holdfast:key.rotated', (event) => { published = event.name; });
sink({ name: 'key.rotated' });
process.stdout.write(JSON.stringify({ published, counted }));`;

function openAll(specifiers: readonly string[]): string {
  return `const opened = [];
for (const specifier of ${JSON.stringify(specifiers)}) {
  await import(specifier);
  opened.push([specifier, import.meta.resolve(specifier)]);
}
process.stdout.write(JSON.stringify(opened));`;
}
