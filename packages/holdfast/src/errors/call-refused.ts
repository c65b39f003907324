import { type ErrorDetails, HoldfastError } from '@holdfast/core';
import { type CommandLineErrorCode, commandLineErrors } from './catalog.ts';

/** Codes of {@link CallRefused}. */
export type CallCode = Extract<
  CommandLineErrorCode,
  `ERR_HELD_TOKEN_${string}` | `ERR_CALL_${string}` | 'ERR_KEYS_UNAVAILABLE'
>;

/** A request was not sent because a promise would be broken, or no answer came. */
export class CallRefused extends HoldfastError<CallCode> {
  constructor(code: CallCode, options?: ErrorDetails) {
    super(code, commandLineErrors[code], options);
  }
}
