/** What an error code means and what to do about it; one row of a package's error catalogue. */
export interface ErrorEntry {
  /** One clause that says what is wrong, in fixed words. */
  readonly meaning: string;
  /** One sentence that says what to do. */
  readonly mend: string;
}

/** Details an error may carry beside its code. */
export interface ErrorDetails {
  /** Fixed words, member names, numbers or the names of the owner's own files: never a token, a key, a nonce or other text from the network. */
  readonly detail?: string | undefined;
  /** What was caught on the way, for the process that owns it. */
  readonly cause?: unknown;
}

// Of a page that was built without texts.
const lookUp = 'Look the code up in docs/errors.md of Holdfast.';

/**
 * The base of every error that this project throws for bad input, refusal or failure.
 *
 * Branch on {@link HoldfastError.code}: codes are stable, messages are for people. Misuse by the programmer (a wrong option)
 * is a `TypeError` instead.
 *
 * @example
 * ```ts
 * import { HoldfastError, parsePublicJwk } from '@holdfast/core';
 *
 * try {
 *   parsePublicJwk({ kty: 'oct', k: 'AAAA' });
 * } catch (error) {
 *   if (error instanceof HoldfastError && error.code === 'ERR_JWK_PRIVATE') console.error(error.mend);
 * }
 * ```
 */
export class HoldfastError<Code extends string = string> extends Error {
  /** Stable machine-readable code, `ERR_<ROOM>_<WHAT>`. */
  readonly code: Code;
  /** What is wrong, in one clause, with its detail in brackets. */
  readonly meaning: string;
  /** What to do about it, in one sentence. */
  readonly mend: string;

  constructor(code: Code, entry: ErrorEntry = { meaning: code, mend: lookUp }, options: ErrorDetails = {}) {
    const meaning = options.detail === undefined ? entry.meaning : `${entry.meaning} (${options.detail})`;
    super(`${meaning}. ${entry.mend}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.meaning = meaning;
    this.mend = entry.mend;
  }
}
