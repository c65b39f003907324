import assert from 'node:assert/strict';
import { cpSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runProgram } from '../../portable/runtimes/node.ts';
import { olderNode, olderNodeMissing } from '../../portable/runtimes/older-node.ts';
import { startAuthority } from '../consumer/authority.ts';
import { bundleForBrowsers } from '../consumer/bundle.ts';
import { compile } from '../consumer/compile.ts';
import { doors } from '../consumer/doors.ts';
import { installConsumer } from '../consumer/install-consumer.ts';
import { bundlers } from '../consumer/split.ts';
import { judgeTypes } from './judge-types.ts';

const { folder, missing, remove } = await installConsumer();
if (missing === false) cpSync(join(import.meta.dirname, '../consumer/flow.ts'), join(folder, 'flow.ts'));
after(remove);

const nodes = [
  { name: 'Node 24', binary: process.execPath, skip: false },
  { name: 'Node 22', binary: olderNode, skip: olderNodeMissing },
] as const;

describe('what is installed from tarballs', { skip: missing }, () => {
  for (const { name, binary, skip } of nodes) {
    it(`opens every door in ${name}, without flags`, { skip }, async () => {
      const specifiers = doors.filter(({ inNode }) => inNode).map(({ specifier }) => specifier);
      assert.ok(specifiers.length >= 8);
      const { code, stdout, stderr } = await evaluate(binary, openAll(specifiers));
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

describe('what is installed from tarballs, without OpenTelemetry', { skip: missing }, () => {
  const installed = join(folder, 'node_modules', '@opentelemetry');
  const aside = join(folder, 'opentelemetry-aside');
  before(() => renameSync(installed, aside));
  after(() => renameSync(aside, installed));

  it('telemetry opens, counts for whoever brings a meter, and speaks on channels of Node', async () => {
    const { code, stdout, stderr } = await evaluate(process.execPath, tellTelemetry);
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), { published: 'key.rotated', counted: ['holdfast.events'] });
  });

  it('every door compiles', async () => {
    const settings = { lib: ['es2023'], types: ['node'] };
    assert.equal(await compile(folder, { compiler: 'TypeScript 7', resolution: 'nodenext', settings }), '');
  });
});

describe('what is installed from tarballs, for compilers', { skip: missing }, () => judgeTypes(folder));

describe('what is installed from tarballs, in a bundler for browsers', { skip: missing }, () => {
  for (const { specifier } of doors.filter(({ inBrowsers }) => !inBrowsers)) {
    it(`${specifier} is refused by name`, async () => {
      const { complaints } = await bundleForBrowsers(
        folder,
        `import * as door from '${specifier}'; console.log(door);`,
      );
      assert.equal(complaints[0], `Could not resolve "${specifier}"`);
      assert.match(complaints.join('\n'), /explicitly disabled by the package author/);
    });
  }

  it('core and oauth bring nothing of Node, and nothing but oauth4webapi', async () => {
    const program = `import * as core from '@holdfast/core'; import * as oauth from '@holdfast/oauth'; console.log(core, oauth);`;
    const { complaints, inputs, code } = await bundleForBrowsers(folder, program);
    assert.deepEqual(complaints, []);
    const packages = inputs.map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? input);
    assert.deepEqual([...new Set(packages)].sort(), ['<stdin>', '@holdfast/core', '@holdfast/oauth', 'oauth4webapi']);
    assert.doesNotMatch(code, /["']node:|\brequire\(/);
    const hosts = inputs.filter((input) => /@holdfast\/core\/dist\/host\/(?:web|node)\.js$/.test(input));
    assert.deepEqual(hosts, ['node_modules/@holdfast/core/dist/host/web.js']);
  });
});

describe('what is installed from tarballs, in a page', { skip: missing }, () => {
  it('is bundled without a warning', async () => {
    const program = `import { createBrowserClient } from '@holdfast/browser'; globalThis.make = createBrowserClient;`;
    const { complaints, code } = await bundleForBrowsers(folder, program);
    assert.deepEqual(complaints, []);
    assert.match(code, /indexedDB/);
  });
});

describe('what is installed from tarballs, split by bundlers', { skip: missing }, () => {
  // Only what asks the authority reads its metadata.
  const late = 'authorization_endpoint';
  for (const [name, bundle] of Object.entries(bundlers)) {
    for (const door of ['@holdfast/browser', '@holdfast/browser/msal']) {
      it(`${door}: ${name}`, async () => {
        const { first, later } = await bundle(folder, `import * as door from '${door}'; globalThis.door = door;`);
        const isOne = name.includes('one file');
        assert.deepEqual([first.includes(late), later.includes(late)], [isOne, !isOne]);
        assert.match(first, /indexedDB\.open/);
        assert.doesNotMatch(later, /indexedDB\.open/);
        assert.doesNotMatch(first + later, /["']node:|\brequire\(/);
      });
    }

    it(`@holdfast/browser/callback: ${name}`, async () => {
      const program = `import { answerCallback } from '@holdfast/browser/callback'; answerCallback();`;
      const { first, later } = await bundle(folder, program);
      assert.match(first, /BroadcastChannel/);
      assert.equal(later, '');
    });
  }
});

function evaluate(binary: string, code: string): ReturnType<typeof runProgram> {
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
