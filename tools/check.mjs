#!/usr/bin/env node
/*
 * `npm run check`: every rule of this repository that is not a test, each reported by name with its mend.
 * `npm run check -- floors docs` runs only those.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pinnedEnvironment, pinnedNode, requirePinnedNode } from './setup/pinned-node.mjs';
import { root } from './setup/repository.mjs';

const program = (name, ...parameters) => [join('node_modules', '.bin', name), ...parameters];
const script = (name) => [pinnedNode(), '--conditions=source', join('tools', `check-${name}.ts`)];

/** Slowest first, so that two cores end together; `after` names one whose output is looked at, which stands above. */
const checks = [
  { name: 'build', command: [pinnedNode(), join('tools', 'build.mjs')], mend: 'Make `npm run build` pass.' },
  { name: 'docs', command: script('docs'), mend: 'Document the export, or make the example compile.' },
  { name: 'types', command: program('tsc', '-p', 'tsconfig.test.json'), mend: 'Make the tests and tools type-check.' },
  {
    name: 'examples',
    command: program('tsc', '-p', join('examples', 'spa')),
    mend: 'Make the page of the example type-check.',
  },
  { name: 'format', command: program('biome', 'ci', '--colors=off', '.'), mend: 'Run: npm run format' },
  {
    name: 'floors',
    command: script('floors'),
    mend: 'Move the code down a floor, or give a new folder its number in floors.json.',
  },
  { name: 'rooms', command: script('rooms'), mend: 'Split the file or the function by subject.' },
  { name: 'doors', command: script('doors'), mend: 'Make package.json, the files and the contract suites agree.' },
  { name: 'errors', command: script('errors'), mend: 'Run: node --conditions=source tools/check-errors.ts --write' },
  { name: 'reference', command: script('reference'), mend: 'Run: npm run reference' },
  { name: 'text', command: script('text'), mend: 'Remove the text from the repository.' },
  { name: 'size', command: script('size'), mend: 'Leave out of the page what it does not need.', after: 'build' },
];

requirePinnedNode();
const failed = await runChecks(chosen(process.argv.slice(2)));
if (failed.length > 0) {
  console.error(`checks failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

function chosen(names) {
  const unknown = names.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    console.error(`no such check: ${unknown.join(', ')}. There are: ${checks.map((check) => check.name).join(', ')}`);
    process.exit(2);
  }
  return names.length === 0 ? checks : checks.filter((check) => names.includes(check.name));
}

async function runChecks(waiting) {
  const queue = [...waiting];
  const failures = [];
  const ended = new Map();
  const worker = async () => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
      await ended.get(check.after);
      const running = run(check);
      ended.set(check.name, running);
      const result = await running;
      report(check, result);
      if (result.code !== 0) failures.push(check.name);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return failures;
}

function run({ command }) {
  const [file, ...parameters] = command;
  const startedAt = Date.now();
  const child = spawn(file, parameters, {
    cwd: root,
    env: pinnedEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve) => {
    const end = (code) => resolve({ code, output: Buffer.concat(output).toString(), tookMs: Date.now() - startedAt });
    child.on('error', (error) => {
      output.push(Buffer.from(`${error.message}\n`));
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

function report(check, { code, output, tookMs }) {
  const seconds = `${(tookMs / 1000).toFixed(1)} s`;
  if (code === 0) {
    // A check that passes may still give a warning or a figure, in a few lines.
    console.log(`✔ ${check.name} (${seconds})${indent(shorten(output, 2_000))}`);
    return;
  }
  console.log(`✖ ${check.name} (${seconds})${indent(shorten(output, 40_000))}\n  mend: ${check.mend}`);
}

function shorten(text, limit) {
  const whole = text.trimEnd();
  return whole.length <= limit ? whole : `${whole.slice(0, limit)}\n… ${whole.length - limit} more characters`;
}

function indent(text) {
  return text === '' ? '' : `\n${text.replace(/^/gm, '  ')}`;
}
