import { inspect } from 'node:util';
import { keptSecrets } from '../secrets/check-no-secret.ts';
import type { Failure } from './check-target.ts';

const longestInput = 4000;
// Tokens of a run are not all known by name: whatever is long enough to be one is blanked.
const longRun = /[A-Za-z0-9_+/=-]{24,}(?:\.[A-Za-z0-9_+/=-]*)*/g;

/** Writes a failure for people: what does not hold, for which input, and how to get it again. Secrets are masked. */
export function describeFailure({ target, seed, path, input, error }: Failure): string {
  const shown = inspect(input, { depth: Number.POSITIVE_INFINITY, maxStringLength: null, breakLength: 120 });
  return [
    `✖ ${target}: ${mask(error instanceof Error ? error.message : String(error))}`,
    `  input: ${mask(shown).slice(0, longestInput)}`,
    ...stackOf(error).map((line) => `  ${line}`),
    `  again: npm run fuzz -- --target ${target} --seed ${seed} --path ${path}`,
  ].join('\n');
}

/** Blanks every secret that is known, and everything that looks like a token, a key or a signature. */
export function mask(text: string): string {
  const needles = keptSecrets().flatMap((kept) => kept.needles);
  const named = needles.reduce((masked, needle) => masked.replaceAll(needle, '…'), text);
  return named.replace(longRun, (run) => `${run.slice(0, 4)}…(${run.length} characters)`);
}

// Where it was found, and what was thrown there. Frames name files and no values; a message may quote what was thrown at it.
function stackOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at .*\/(?:fuzz|packages)\//.test(line));
  const cause = error.cause instanceof Error ? [`caused by ${error.cause.name}: ${mask(error.cause.message)}`] : [];
  return [...frames.slice(0, 4), ...cause, ...stackOf(error.cause)];
}
