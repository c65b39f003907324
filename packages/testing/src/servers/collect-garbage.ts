import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/** Collects the garbage of this process now, without a flag on its command line: what is left of the heap is in use. Node only. */
export function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    // A context that is made after the flag has it; this one was made before.
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
