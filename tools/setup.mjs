#!/usr/bin/env node
/*
 * Set-up: makes node_modules match package-lock.json. Plain JavaScript that runs on the oldest Node a visitor may bring, with
 * nothing installed. Silent when there is nothing to do; what it says goes to stderr, so that `npm start -- --json` stays one line.
 */
const oldestNode = 20;

if (Number.parseInt(process.versions.node, 10) < oldestNode) {
  console.error(
    `set-up failed: Node ${process.versions.node} is too old. Install Node ${oldestNode} or newer and run this again.`,
  );
  process.exit(1);
}

// Loaded late, so that an old Node reads the sentence above instead of a syntax error.
const { setUp } = await import('./setup/set-up.mjs');
const { SetUpFailed } = await import('./setup/set-up-failed.mjs');

try {
  await setUp();
} catch (error) {
  if (!(error instanceof SetUpFailed)) throw error;
  console.error(`set-up failed: ${error.message}`);
  process.exitCode = 1;
}
