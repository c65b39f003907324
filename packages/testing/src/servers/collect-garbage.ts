import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects the garbage of this process now, without a flag on its command line: what is left of the heap is in use. Node only. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  // A context that is made after the flag has it; that of the program was made before.
  (runInNewContext('gc') as () => void)();
}
