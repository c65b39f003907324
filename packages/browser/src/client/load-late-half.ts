import type { AskingModule } from '../asking/load-asking.ts';

/** Loads what asks the authority; bundlers make a file of its own of it. */
export function loadLateHalf(): Promise<AskingModule> {
  return import('./late-half.ts');
}
