import { type JsonObject, mergeClaims } from '@holdfast/core';

/** What a client asks for when it acts for itself. */
export interface ClientCredentialsFacts {
  readonly scopes: readonly string[];
  /** A claims request, as a resource's challenge carries it. */
  readonly claims?: JsonObject | undefined;
  /** Sent with every request as `xms_cc`. */
  readonly capabilities: readonly string[];
}

/**
 * The parameters of a client credentials request, without client authentication and scheme.
 *
 * @see RFC 6749 section 4.4.2; OpenID Connect Core 1.0 section 5.5 (`claims`)
 */
export function buildClientCredentialsGrant(facts: ClientCredentialsFacts): Readonly<Record<string, string>> {
  const claims = mergeClaims(facts.claims, facts.capabilities);
  return {
    grant_type: 'client_credentials',
    scope: facts.scopes.join(' '),
    ...(claims === undefined ? {} : { claims: JSON.stringify(claims) }),
  };
}
