import { HoldfastError } from '@holdfast/core';
import { commandLineErrors } from './catalog.ts';

/** A flag or a command that does not exist, or a value that it cannot have. */
export class CommandLineInvalid extends HoldfastError<'ERR_COMMAND_LINE'> {
  constructor(detail: string) {
    super('ERR_COMMAND_LINE', commandLineErrors.ERR_COMMAND_LINE, { detail });
  }
}
