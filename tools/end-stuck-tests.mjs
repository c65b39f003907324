/*
 * Ends a test file that goes on although none of its tests has ended for a long time: a server that a failed test left open would keep the whole
 * run waiting for ever. `node --test` gives a time to tests, and none to files.
 */
import { afterEach } from 'node:test';
import { isMainThread } from 'node:worker_threads';

// Longer than the most patient hook of any suite.
const patienceMs = Number(process.env.HOLDFAST_STUCK_MS ?? 360_000);

// The runner loads this too, and so do threads and forks of a test file.
const isTestFile =
  process.env.NODE_TEST_CONTEXT?.startsWith('child') === true && isMainThread && process.send === undefined;

if (isTestFile) {
  const timer = setTimeout(() => {
    const open = process.getActiveResourcesInfo().join(', ');
    console.error(`no test ended for ${patienceMs / 1000} seconds; still open: ${open}`);
    process.exit(1);
  }, patienceMs).unref();
  afterEach(() => timer.refresh());
}
