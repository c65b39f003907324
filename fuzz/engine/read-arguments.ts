import { parseArgs } from 'node:util';

/** What `npm run fuzz` was asked for. */
export interface FuzzArguments {
  readonly minutes: number;
  /** Part of a target's name; every target when absent. */
  readonly target?: string | undefined;
  readonly seed: number;
  /** One input of a seed, from an earlier failure. */
  readonly path?: string | undefined;
}

export const usage = 'npm run fuzz -- [--minutes N] [--target part-of-a-name] [--seed N] [--path P]';

/**
 * Reads the command line.
 *
 * @throws TypeError for flags that are unknown or make no sense
 */
export function readArguments(parameters: readonly string[]): FuzzArguments {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...parameters],
    options: { minutes: { ...text, default: '1' }, target: text, seed: text, path: text },
  });
  const minutes = Number(values.minutes);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  if (!(minutes > 0 && minutes <= 24 * 60)) throw new TypeError('--minutes must be a number up to 1440');
  if (!Number.isInteger(seed) || Math.abs(seed) >= 2 ** 31)
    throw new TypeError('--seed must be a whole number of 32 bits');
  if (values.path !== undefined && (values.target === undefined || values.seed === undefined)) {
    throw new TypeError('--path needs the --target and --seed it was told with');
  }
  return { minutes, target: values.target, seed, path: values.path };
}
