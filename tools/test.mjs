#!/usr/bin/env node
/*
 * `npm test`: every check, then every test. `npm test -- <part of a path | part of a test's name>…` runs a part, without the checks.
 */
import * as fs from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fetchOlderNode } from './setup/older-node.mjs';
import { requirePinnedNode } from './setup/pinned-node.mjs';
import { root } from './setup/repository.mjs';
import { runPinned } from './setup/run-pinned.mjs';
import { installSystemPackages } from './setup/system-packages.mjs';

requirePinnedNode();
// Each file is tested in a process of its own, and some start others: what they load is stripped of its types and compiled once for all of them.
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'compiled');
// fs.globSync needs a newer Node than the oldest that may start this file.
process.exitCode = Number.parseInt(process.versions.node, 10) < 22 ? await again() : await test(process.argv.slice(2));

function again() {
  return run([join(root, 'tools', 'test.mjs'), ...process.argv.slice(2)]);
}

async function test(words) {
  installSystemPackages();
  await fetchOlderNode();
  const checks = words.length > 0 ? 0 : await run([join(root, 'tools', 'check.mjs')]);
  const tests = await run(testCommand(words));
  if (checks !== 0) console.error('✖ the checks failed: see the top of this output');
  return checks === 0 ? tests : checks;
}

function testCommand(words) {
  const { files, names } = select(words);
  const reporter = process.stdout.isTTY ? 'spec' : pathToFileURL(join(root, 'tools', 'compact-reporter.mjs')).href;
  return [
    '--conditions=source',
    `--import=${pathToFileURL(join(root, 'tools', 'end-stuck-tests.mjs')).href}`,
    '--test',
    `--test-concurrency=${availableParallelism()}`,
    '--test-timeout=120000',
    `--test-reporter=${reporter}`,
    '--test-reporter-destination=stdout',
    ...names,
    ...files,
  ];
}

// A word that occurs in a path chooses files; any other chooses tests by name.
function select(words) {
  const everything = ['packages/*', 'conformance/*', 'examples/*', 'fuzz', 'bench', 'tools']
    .map((folder) => `${folder}/test/**/*.test.ts`)
    .flatMap((pattern) => fs.globSync(pattern, { cwd: root }))
    .map((file) => file.split(sep).join('/'))
    .sort();
  const flags = words.filter((word) => word.startsWith('--'));
  const parts = words
    .filter((word) => !word.startsWith('--'))
    .map((word) => word.replace(`${root}`, '').replace(/^\.\//, ''));
  const paths = parts.filter((part) => everything.some((file) => file.includes(part)));
  const names = parts.filter((part) => !paths.includes(part)).map((part) => `--test-name-pattern=${part}`);
  const files =
    paths.length === 0 ? everything : everything.filter((file) => paths.some((part) => file.includes(part)));
  return { files, names: [...flags, ...names] };
}

async function run(parameters) {
  return (await runPinned(parameters, ['ignore', 'inherit', 'inherit'])).code;
}
