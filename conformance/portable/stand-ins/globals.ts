/** What Node has as globals and others have not; the bundler puts these in their place. */
export { Buffer } from './buffer.ts';

// Taken before any test puts a clock in its place.
const { setTimeout, MessageChannel, navigator } = globalThis;
// There a message comes before the work of others that is due.
const isWorkerd = navigator?.userAgent === 'Cloudflare-Workers';

/** Runs a task after everything that is due already, other threads' results included where a turn of the event loop brings them. */
export function setImmediate(task: () => void): void {
  if (isWorkerd) return void setTimeout(task, 0);
  // A message: pages make a timer of no length one of four milliseconds, once a few have followed each other.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    task();
  };
  port2.postMessage(undefined);
}
