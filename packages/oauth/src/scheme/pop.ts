import { buildReqCnf, type JsonValue, type SigningKey } from '@holdfast/core';
import { TokenTypeDowngraded } from '../errors/binding-errors.ts';
import type { AuthorizationScheme, KeyForm } from './authorization-scheme.ts';
import type { CallerKey } from './caller-key.ts';
import { nameTokenType } from './received-token-type.ts';
import { checkTokenBinding } from './token-binding.ts';

/**
 * Tokens bound to one of our own keys.
 *
 * @see draft-ietf-oauth-signed-http-request-03; RFC 7800
 *
 * @example
 * ```ts
 * import { generateSigningKey } from '@holdfast/core';
 * import { createPopScheme } from '@holdfast/oauth/token-reply';
 *
 * const scheme = createPopScheme('kid', await generateSigningKey({ alg: 'RS256' }));
 * console.log(scheme.tokenParameters['token_type']); // pop
 * ```
 */
export function createPopScheme(form: KeyForm, key: Pick<SigningKey, 'jwk' | 'thumbprint'>): AuthorizationScheme {
  return popScheme({
    form,
    thumbprint: key.thumbprint,
    reqCnf: buildReqCnf(form, key),
    cacheKeyParts: [form, key.thumbprint],
    isPortable: false,
  });
}

/** Tokens bound to a key of the caller, who signs proofs himself (AT-POP). */
export function createCallerKeyScheme(key: CallerKey): AuthorizationScheme {
  // The text is part of the key: two spellings of one JWK may come back as two different `cnf.jwk`.
  const cacheKeyParts = ['jwk', key.thumbprint, key.keyId, key.reqCnf];
  return popScheme({ form: 'jwk', thumbprint: key.thumbprint, reqCnf: key.reqCnf, cacheKeyParts, isPortable: true });
}

interface PopFacts {
  readonly form: KeyForm;
  readonly thumbprint: string;
  readonly reqCnf: string;
  readonly cacheKeyParts: readonly string[];
  readonly isPortable: boolean;
}

function popScheme(facts: PopFacts): AuthorizationScheme {
  const { form, thumbprint, reqCnf, cacheKeyParts, isPortable } = facts;
  return Object.freeze({
    name: 'pop',
    binding: Object.freeze({ form, thumbprint }),
    isPortable,
    tokenParameters: Object.freeze({ token_type: 'pop', req_cnf: reqCnf }),
    cacheKeyParts: Object.freeze([...cacheKeyParts]),
    checkTokenType(received) {
      // Exactly `pop`: a reply that cannot even repeat the word was not made by code that knows what it means.
      if (received !== 'pop') throw downgraded(received);
    },
    checkAccessToken: (accessToken) => checkTokenBinding(accessToken, thumbprint),
  } satisfies AuthorizationScheme);
}

function downgraded(received: JsonValue | undefined): TokenTypeDowngraded {
  return new TokenTypeDowngraded({ requested: 'pop', received: nameTokenType(received, 'pop') });
}
