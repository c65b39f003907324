import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { pinnedEnvironment, pinnedNode } from './pinned-node.mjs';
import { root } from './repository.mjs';

const parentPollMs = 200;

/**
 * Runs the pinned Node at the root of the repository and passes on the signals that this process gets meanwhile;
 * it ends the child when the process that waits for it has gone.
 * Gives the exit code as a shell counts it, and the signal that was passed on, if any.
 */
export async function runPinned(parameters, stdio) {
  const child = spawn(pinnedNode(), parameters, { cwd: root, env: pinnedEnvironment(), stdio });
  let passedOn;
  const pass = (signal) => {
    passedOn = signal;
    // A terminal sends Ctrl-C to the whole foreground group: the child has it already.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  // npm passes a signal on to its shell, and many a shell dies of it without a word to us: then nobody waits for this any more.
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid !== parent && pass('SIGTERM'), parentPollMs);
  const code = await exitCode(child);
  clearInterval(watch);
  for (const signal of signals) process.removeListener(signal, pass);
  return { code, passedOn };
}

/** The exit code that a shell gives for a process ended by `signal`. */
export function exitCodeOf(signal) {
  return 128 + (constants.signals[signal] ?? 0);
}

function exitCode(child) {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`the pinned Node does not run (${error.code}). Run: npm run setup`);
      resolve(1);
    });
    child.on('exit', (code, signal) => resolve(code ?? exitCodeOf(signal)));
  });
}
