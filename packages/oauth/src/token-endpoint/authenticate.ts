import type { Transport } from '@holdfast/core';
import type { BoundCredentials, UsedAuthentication } from '../client-auth/bound-credentials.ts';
import type { ClientCredential } from '../client-auth/client-credential.ts';
import type { Authority } from '../metadata/authority.ts';
import type { ServerMetadata } from '../metadata/process-metadata.ts';
import type { TokenQuery } from './token-query.ts';

/** How one token request authenticates, and where that is taken. */
export interface Authentication extends UsedAuthentication {
  readonly tokenEndpoint: string;
  readonly transport: Transport;
}

/** Where a client authenticates, and until when. */
export interface AuthenticationPlace {
  readonly authority: Authority;
  readonly metadata: ServerMetadata;
  readonly signal: AbortSignal;
}

/** What {@link createAuthenticator} needs. */
export interface AuthenticatorOptions {
  readonly clientId: string;
  readonly credential: ClientCredential;
  /** Asked for bearer tokens: some applications authenticate with a certificate for these too. */
  readonly boundCredentials?: Pick<BoundCredentials, 'authenticateBearer'> | undefined;
  /** Finds the endpoint that takes client certificates. */
  readonly mtlsEndpoint: (metadata: ServerMetadata, authority: Authority) => string;
  readonly transport: Transport;
}

/** Makes the choice between the certificate of a connection and parameters in the body. */
export function createAuthenticator(
  options: AuthenticatorOptions,
): (query: TokenQuery, place: AuthenticationPlace) => Promise<Authentication> {
  const { clientId, boundCredentials } = options;
  return async ({ scheme }, { authority, metadata, signal }) => {
    const mtlsEndpoint = (): string => options.mtlsEndpoint(metadata, authority);
    const target = async () => ({ clientId, tokenEndpoint: mtlsEndpoint(), signal });
    const ownBound = async () =>
      scheme.name === 'bearer' ? boundCredentials?.authenticateBearer({ target, signal }) : undefined;
    const bound = scheme.credential ?? (await ownBound());
    // A certificate stands alone, or with an assertion that is bound to it; never beside a credential that could do without.
    if (bound !== undefined) {
      return { tokenEndpoint: mtlsEndpoint(), transport: bound.transport, bound, parameters: bound.parameters };
    }
    const { tokenEndpoint } = metadata;
    const parameters = await options.credential({ clientId, tokenEndpoint, signal });
    return { tokenEndpoint, transport: options.transport, parameters };
  };
}
