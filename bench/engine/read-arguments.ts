import { parseArgs } from 'node:util';

/** What `npm run bench` was asked for. */
export interface BenchArguments {
  /** Part of a row's name; every row when absent. */
  readonly only?: string | undefined;
  /** Fewer rounds and less of everything: to see that it runs, not how fast. */
  readonly quick: boolean;
}

export const usage = 'npm run bench -- [--only part-of-a-name] [--quick]';

/**
 * Reads the command line.
 *
 * @throws TypeError for flags that are unknown
 */
export function readArguments(parameters: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...parameters],
    options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } },
  });
  return { only: values.only, quick: values.quick };
}
