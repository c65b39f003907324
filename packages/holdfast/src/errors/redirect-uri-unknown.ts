import { HoldfastError } from '@holdfast/core';
import { commandLineErrors } from './catalog.ts';

/** A `--redirect-uri` names no application. */
export class RedirectUriUnknown extends HoldfastError<'ERR_REDIRECT_URI_APPLICATION'> {
  constructor() {
    super('ERR_REDIRECT_URI_APPLICATION', commandLineErrors.ERR_REDIRECT_URI_APPLICATION);
  }
}
