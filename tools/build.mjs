#!/usr/bin/env node
/*
 * `npm run build`: compiles every package into its dist, and then writes each door of a library as one file with everything of its own
 * package in it, since finding a file costs a program more than running it. See decisions/0013-doors-are-built-as-one-file.md. Where a door
 * has a file for Node, all of them are one; what is loaded late lies beside it.
 * `build.mjs FOLDER` does the same in a copy of the packages; words after that go to the compiler.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { build } from 'esbuild';
import { pinnedEnvironment } from './setup/pinned-node.mjs';
import { root } from './setup/repository.mjs';

/** Packages that programs import; the command line is started, and finds its files by their place. */
const libraries = ['core', 'oauth', 'node', 'browser', 'resource', 'mits', 'authority'];

const bundling = {
  bundle: true,
  // What two doors share is shared when both are open: one class of error, one set of keys. What is imported when it is needed stays apart.
  splitting: true,
  chunkNames: 'shared/[hash]',
  format: 'esm',
  platform: 'node',
  target: 'es2023',
  packages: 'external',
  sourcemap: 'linked',
  tsconfigRaw: {},
  metafile: true,
  write: false,
  logLevel: 'warning',
};

const place = process.argv[2] ?? root;
const compiled = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), ['-b', ...process.argv.slice(3)], {
  cwd: place,
  env: pinnedEnvironment(),
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exitCode = compiled.status ?? 1;
if (process.exitCode === 0) for (const library of libraries) await joinDoors(join(place, 'packages', library));

async function joinDoors(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const doors = Object.values(exports);
  const roomOf = (door) => door.default.slice('./dist/'.length, -'.js'.length);
  const { outputFiles, metafile } = await build({
    ...bundling,
    absWorkingDir: folder,
    entryPoints: Object.fromEntries(doors.map((door) => [roomOf(door), door.source])),
    outdir: 'dist',
    external: ['#*'],
  });
  writeOutputs(join(folder, 'dist', 'shared'), outputFiles);
  const forNode = doors
    .filter(({ node }) => node !== undefined)
    .map((door) => ({ ...door, names: metafile.outputs[`dist/${roomOf(door)}.js`].exports }));
  if (forNode.length > 0) await joinDoorsForNode(folder, forNode);
}

// Pages load as little as a door needs, and so what doors share is many files. To Node each of them costs half a millisecond, and their size nothing.
async function joinDoorsForNode(folder, doors) {
  const { outputFiles, metafile } = await build({
    ...bundling,
    absWorkingDir: folder,
    stdin: { contents: doors.map(({ source }) => `export * from '${source}';`).join('\n'), resolveDir: folder },
    outdir: 'dist/node',
    entryNames: 'all',
    conditions: ['source'],
  });
  writeOutputs(join(folder, 'dist', 'node', 'shared'), outputFiles);
  const joined = new Set(metafile.outputs['dist/node/all.js'].exports);
  for (const { node, names } of doors) {
    // Two doors with one name for two things: neither of them would be there.
    const lost = names.filter((name) => !joined.has(name));
    if (lost.length > 0) throw new Error(`${folder}: ${lost} cannot be joined`);
    const all = posix.relative(dirname(node), './dist/node/all.js');
    writeIfOther(join(folder, node), Buffer.from(`export { ${names.join(', ')} } from './${all}';\n`));
  }
}

// A file is imported for nothing where everything that came of it was left out. No file of ours does anything by being imported, and bundlers
// warn of each such line. The line stays, empty, for the source map.
function withoutBareImports(contents) {
  const text = contents.toString();
  const bare = /^import "\.{1,2}\/[^"]+";$/gm;
  return bare.test(text) ? Buffer.from(text.replace(bare, '')) : contents;
}

// Writes what esbuild made, and takes away what an earlier build left beside it.
function writeOutputs(shared, outputFiles) {
  for (const { path, contents } of outputFiles) writeIfOther(path, withoutBareImports(Buffer.from(contents)));
  const written = new Set(outputFiles.map(({ path }) => path));
  for (const file of existsSync(shared) ? readdirSync(shared) : []) {
    if (!written.has(join(shared, file))) rmSync(join(shared, file));
  }
}

// Nothing is touched that is as it should be: a program may be reading it.
function writeIfOther(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}
