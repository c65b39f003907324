import type { JsonObject } from '@holdfast/core';
import { SchemeUnavailable } from '../errors/scheme-errors.ts';
import type { AuthorizationScheme, KeyForm } from './authorization-scheme.ts';
import { bearerScheme } from './bearer.ts';
import { parseCallerKey } from './caller-key.ts';
import { createCallerKeyScheme } from './pop.ts';
import type { SchemeName } from './scheme-name.ts';

/** What a caller said about binding, already checked for contradictions. */
export interface SchemeChoice {
  readonly name: SchemeName;
  readonly confirmation: KeyForm;
  readonly callerKey?: { readonly keyId: string; readonly jwk: string | JsonObject } | undefined;
}

/**
 * Turns the word for a scheme into the scheme: the one switch on that word.
 *
 * A certificate may be replaced while a token is asked for, so `acquire` sees to `mtls_pop` where there are certificates.
 *
 * @param ownKeyScheme - gives the scheme of our current proof key; called only where one is needed
 * @throws {@link SchemeUnavailable} for schemes that this client cannot bind, never a weaker scheme
 */
export function chooseScheme(
  choice: SchemeChoice,
  ownKeyScheme: (form: KeyForm) => AuthorizationScheme | Promise<AuthorizationScheme>,
): AuthorizationScheme | Promise<AuthorizationScheme> {
  switch (choice.name) {
    case 'bearer':
      return bearerScheme;
    case 'pop':
      if (choice.callerKey !== undefined) {
        return parseCallerKey(choice.callerKey.keyId, choice.callerKey.jwk).then(createCallerKeyScheme);
      }
      return ownKeyScheme(choice.confirmation);
    case 'mtls_pop':
    case 'dpop':
      throw new SchemeUnavailable({ detail: choice.name });
  }
}
