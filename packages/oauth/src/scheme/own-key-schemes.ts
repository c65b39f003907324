import type { SigningKey } from '@holdfast/core';
import type { AuthorizationScheme, KeyForm } from './authorization-scheme.ts';
import { createPopScheme } from './pop.ts';

type OwnKey = Pick<SigningKey, 'jwk' | 'thumbprint'>;

/**
 * Makes the function that gives the scheme of one of our keys, and remembers it as long as the key lives.
 *
 * A scheme says the same as long as its key is the same, and making one costs more than finding a token in the cache.
 */
export function createOwnKeySchemes(): (form: KeyForm, key: OwnKey) => AuthorizationScheme {
  const made = { kid: new WeakMap<OwnKey, AuthorizationScheme>(), jwk: new WeakMap<OwnKey, AuthorizationScheme>() };
  return (form, key) => {
    const known = made[form].get(key);
    if (known !== undefined) return known;
    const scheme = createPopScheme(form, key);
    made[form].set(key, scheme);
    return scheme;
  };
}
