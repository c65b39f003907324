import { type ErrorDetails, HoldfastError } from '@holdfast/core';
import { type CommandLineErrorCode, commandLineErrors } from './catalog.ts';

/** Codes of {@link InputRefused}. */
export type InputCode = Extract<
  CommandLineErrorCode,
  `ERR_INPUT_${string}` | `ERR_SETTINGS_${string}` | `ERR_KEY_FILE_${string}` | 'ERR_ENV_FILE' | 'ERR_HELD_TOKEN'
>;

/** A file, a setting or a key that a command was given cannot be used: nothing was asked of anybody yet. */
export class InputRefused extends HoldfastError<InputCode> {
  constructor(code: InputCode, options?: ErrorDetails) {
    super(code, commandLineErrors[code], options);
  }
}
