/** Runs bundled test files, in whatever runtime this is. */
import { createMock } from '../stand-ins/mock.ts';
import { type DeclaredTest, takeTests } from '../stand-ins/node-test.ts';
import { inspect } from '../stand-ins/node-util.ts';
import type { Outcome, Report } from './report.ts';

/** Test files by path; evaluating one declares its tests. */
export type SuiteFiles = Readonly<Record<string, () => Promise<unknown>>>;

// For what hangs: ten times what the longest test takes, also where much else runs.
const timeoutMs = 60_000;
// Tests put a timer of their own in the place of this one.
const { setTimeout, clearTimeout } = globalThis;

/** Runs every file, one test after the other: what one leaves behind would be seen by the next. */
export async function runSuite(files: SuiteFiles): Promise<Report> {
  const outcomes: Outcome[] = [];
  for (const [file, evaluate] of Object.entries(files)) {
    for (const outcome of await runFile(evaluate)) outcomes.push({ file, ...outcome });
  }
  const nodeGlobals = ['process', 'Buffer', 'setImmediate'].filter((name) => name in globalThis);
  return { runtime: globalThis.navigator?.userAgent ?? 'unknown', nodeGlobals, outcomes };
}

/** How one test of a file ended. */
export type Ending = Omit<Outcome, 'file'>;

async function runFile(evaluate: () => Promise<unknown>): Promise<readonly Ending[]> {
  try {
    await evaluate();
  } catch (error) {
    takeTests();
    return [{ name: '(evaluating the file)', verdict: 'failed', why: inspect(error) }];
  }
  const endings: Ending[] = [];
  for (const test of takeTests()) endings.push(await runTest(test));
  return endings;
}

/** Runs one test, with mocks of its own, and gives up when it takes too long. */
export async function runTest({ name, skip, body }: DeclaredTest): Promise<Ending> {
  if (skip !== false) return { name, verdict: 'skipped', why: skip };
  const { mock, restore } = createMock();
  try {
    await inTime(Promise.resolve().then(() => body({ mock })));
    return { name, verdict: 'passed' };
  } catch (error) {
    return { name, verdict: 'failed', why: inspect(error) };
  } finally {
    restore();
  }
}

function inTime(work: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not done after ${timeoutMs} ms`)), timeoutMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
