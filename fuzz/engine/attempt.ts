import { HoldfastError } from '@holdfast/core';
import type { Secret } from '@holdfast/testing';
import { checkNoSecret } from '../secrets/check-no-secret.ts';
import { Finding } from './finding.ts';
import { timed } from './pace.ts';

/** What came of one call. */
export type Outcome<T> =
  | { readonly accepted: true; readonly value: T }
  | { readonly accepted: false; readonly error: HoldfastError | TypeError };

/** What a call may do beside giving a value. */
export interface AttemptOptions {
  /** Values of this very input that must not show; marked values are always looked for. */
  readonly secrets?: readonly Secret[] | undefined;
  /** Whether the input stands for a programmer's options, whose mistakes are a `TypeError`. */
  readonly misuse?: 'TypeError' | undefined;
}

/**
 * Calls the code under fuzz: the one way into it.
 *
 * Gives its value or its typed refusal. Anything else that is thrown, a secret in a refusal, or a call that takes too
 * long is a {@link Finding}.
 */
export async function attempt<T>(work: () => T | Promise<T>, options: AttemptOptions = {}): Promise<Outcome<T>> {
  try {
    return { accepted: true, value: await timed(work) };
  } catch (error) {
    if (error instanceof Finding) throw error;
    checkNoSecret(error, options.secrets);
    if (error instanceof HoldfastError) return { accepted: false, error };
    if (options.misuse === 'TypeError' && isOwnTypeError(error)) return { accepted: false, error };
    throw new Finding('an error without a type of ours', error);
  }
}

// What the engine or the platform throws is a TypeError too, and means that nobody checked.
const platformWords =
  /Cannot (?:read|set|convert|destructure|use|mix|assign|define)|is not (?:a function|iterable|a constructor|defined)|Invalid|null or undefined|circular/;

function isOwnTypeError(error: unknown): error is TypeError {
  return error instanceof TypeError && !('code' in error) && !platformWords.test(error.message);
}
