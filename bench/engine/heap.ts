import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects garbage now, so that what was prepared is not collected on somebody's time. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/**
 * Collects garbage and gives the bytes that are left: heap and what lies beside it, such as array buffers.
 *
 * @throws Error without `--expose-gc`
 */
export async function heapInUse(): Promise<number> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('run with --expose-gc');
  // Finalizers run between collections, a turn of the event loop later: a `Request` lets go of its signal only then.
  for (let round = 0; round < 3; round += 1) {
    gc();
    await turn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
