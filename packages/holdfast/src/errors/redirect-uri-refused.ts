import { HoldfastError } from '@holdfast/core';
import { commandLineErrors } from './catalog.ts';

/** Codes of {@link RedirectUriRefused}. */
export type RedirectUriCode = 'ERR_REDIRECT_URI_ADDRESS' | 'ERR_REDIRECT_URI_APPLICATION';

/** A `--redirect-uri` names no application, or an address that users must not be sent back to. */
export class RedirectUriRefused extends HoldfastError<RedirectUriCode> {
  constructor(code: RedirectUriCode) {
    super(code, commandLineErrors[code]);
  }
}
