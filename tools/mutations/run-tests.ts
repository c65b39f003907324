import { spawn } from 'node:child_process';
import type { FoundTest } from './witnesses.ts';

/** How one test ended; `not run` when its file did not even load, or never ended. */
export type Outcome = 'passed' | 'failed' | 'not run';

const reporter = new URL('outcome-reporter.mjs', import.meta.url).href;
const mostMs = 60_000;

/** Runs some tests of the repository in `folder`, file by file, and gives each outcome in the order of the tests. */
export async function runTests(folder: string, tests: readonly FoundTest[]): Promise<readonly Outcome[]> {
  const passed = new Map<FoundTest, boolean>();
  for (const file of new Set(tests.map((test) => test.file))) {
    const wanted = tests.filter((test) => test.file === file);
    const ended = await runFile(folder, file, new Set(wanted.map(({ title }) => title)));
    for (const test of wanted) {
      const found = ended.get(test.title);
      if (found !== undefined) passed.set(test, found);
    }
  }
  return tests.map((test) => {
    const found = passed.get(test);
    return found === undefined ? 'not run' : found ? 'passed' : 'failed';
  });
}

async function runFile(
  folder: string,
  file: string,
  titles: ReadonlySet<string>,
): Promise<ReadonlyMap<string, boolean>> {
  const patterns = [...titles].map((title) => `--test-name-pattern=^${escapePattern(title)}$`);
  const report = [`--test-reporter=${reporter}`, '--test-reporter-destination=stdout'];
  const lines = await readLines(folder, ['--conditions=source', ...report, ...patterns, file]);
  const ended = lines.map((line) => JSON.parse(line) as { readonly title: string; readonly passed: boolean });
  const failed = new Set(ended.filter(({ passed }) => !passed).map(({ title }) => title));
  // A title may run several times, as in a contract suite: it passes when every run does.
  return new Map(ended.map(({ title }) => [title, !failed.has(title)]));
}

function readLines(folder: string, parameters: readonly string[]): Promise<readonly string[]> {
  // Inside of a test run this variable would turn the reporter off.
  const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
  const child = spawn(process.execPath, parameters, {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: mostMs,
    killSignal: 'SIGKILL',
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      const text = Buffer.concat(output).toString();
      resolve(text.split('\n').filter((line) => line.startsWith('{"title":')));
    });
  });
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
