/** What Node has as globals and others have not; the bundler puts these in their place. */
export { Buffer } from './buffer.ts';

// Taken before any test puts a clock in its place.
const { setTimeout } = globalThis;

/** Runs a task after everything that is due already, other threads' results included where a turn of the event loop brings them. */
export function setImmediate(task: () => void): void {
  setTimeout(task, 0);
}
