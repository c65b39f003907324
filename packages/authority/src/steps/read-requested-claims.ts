import { type JsonObject, parseStrictJsonObject, readCapabilities } from '@holdfast/core';
import { TokenRefused } from '../errors/token-refused.ts';
import { findParameter, type TokenForm } from '../forms/form.ts';

/** What a request asks of the token beside its scope. */
export interface RequestedClaims {
  /** Client capabilities in lower case, such as `cp1`. */
  readonly capabilities: readonly string[];
}

const capability = /^[a-z0-9_-]{1,32}$/;
const mostCapabilities = 16;

/**
 * Step: the `claims` parameter is JSON, and its capabilities are taken over.
 *
 * Everything else in it is ignored, essential or not: MSAL adds wishes that no application-only token can grant.
 *
 * @see OpenID Connect Core section 5.5
 */
export function readRequestedClaims({ form }: { readonly form: TokenForm }): {
  readonly requestedClaims: RequestedClaims;
} {
  const text = findParameter(form, 'claims');
  if (text === undefined) return { requestedClaims: { capabilities: [] } };
  const spelled = readCapabilities(parseClaims(text)).map((name) => name.toLowerCase());
  return {
    requestedClaims: { capabilities: spelled.filter((name) => capability.test(name)).slice(0, mostCapabilities) },
  };
}

function parseClaims(text: string): JsonObject {
  try {
    return parseStrictJsonObject(text, { maxLength: 16_384 });
  } catch (cause) {
    throw new TokenRefused('claimsMalformed', '', cause);
  }
}
