import type { AuthorizationServer, Client } from 'oauth4webapi';
import { buildClientCredentialsGrant } from '../grants/client-credentials.ts';
import type { ServerMetadata } from '../metadata/process-metadata.ts';
import type { TokenQuery } from './token-query.ts';

/** A token request before it is sent, without client authentication. */
export interface TokenRequestParts {
  readonly server: AuthorizationServer;
  readonly client: Client;
  readonly parameters: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

/** Who is asking, and where. */
export interface TokenRequestFacts {
  readonly metadata: Pick<ServerMetadata, 'issuer'>;
  readonly clientId: string;
  readonly capabilities: readonly string[];
  /** Where the request goes: the endpoint that takes certificates, where one is presented. */
  readonly tokenEndpoint: string;
}

/**
 * Builds a token request from the query: the grant's parameters, then the scheme's.
 *
 * `x-ms-lib-capability` tells Entra that `Retry-After` and 429 are understood here; other authorities ignore it.
 *
 * @see RFC 6749 section 4.4.2
 */
export function buildTokenRequest(query: TokenQuery, facts: TokenRequestFacts): TokenRequestParts {
  const grant = buildClientCredentialsGrant({
    scopes: query.scopes,
    claims: query.claims,
    capabilities: facts.capabilities,
  });
  return {
    server: { issuer: facts.metadata.issuer, token_endpoint: facts.tokenEndpoint },
    client: { client_id: facts.clientId },
    parameters: new URLSearchParams({ ...grant, ...query.scheme.tokenParameters }),
    headers: { 'client-request-id': query.correlationId, 'x-ms-lib-capability': 'retry-after, h429' },
  };
}
