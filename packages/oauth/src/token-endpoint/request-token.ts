import { type Clock, createDeadline, DeadlineExceeded, type Transport } from '@holdfast/core';
import type { BindWish, BoundCredentials } from '../client-auth/bound-credentials.ts';
import type { ClientCredential } from '../client-auth/client-credential.ts';
import { TokenEndpointFailed } from '../errors/token-errors.ts';
import type { Authority } from '../metadata/authority.ts';
import type { MetadataSource } from '../metadata/metadata-source.ts';
import type { ServerMetadata } from '../metadata/process-metadata.ts';
import type { BoundCredential } from '../scheme/binding-certificate.ts';
import { buildTokenRequest } from './build-request.ts';
import { processTokenResponse } from './process-response.ts';
import { sendTokenRequest } from './send-request.ts';
import type { TokenQuery, TokenReply, TokenRequester } from './token-query.ts';

/** What {@link createTokenRequester} needs. */
export interface TokenRequesterOptions {
  /** Where a query goes whose tenant is another, too. */
  readonly authority: Authority;
  readonly clientId: string;
  readonly capabilities: readonly string[];
  readonly credential: ClientCredential;
  /** Asked for bearer tokens: some applications authenticate with a certificate for these too. */
  readonly boundCredentials?: Pick<BoundCredentials, 'authenticateBearer'> | undefined;
  /** Finds the endpoint that takes client certificates. */
  readonly mtlsEndpoint: (metadata: ServerMetadata, authority: Authority) => string;
  readonly metadata: MetadataSource;
  readonly transport: Transport;
  readonly clock: Clock;
  /** For metadata, client authentication and token request together. */
  readonly timeoutMs: number;
}

/** Makes the function that takes a query to the token endpoint of its authority: find it, authenticate, build, send, process. */
export function createTokenRequester(options: TokenRequesterOptions): TokenRequester {
  const { clientId, capabilities, clock, transport } = options;
  const authenticateBearer = async (query: TokenQuery, wish: BindWish): Promise<BoundCredential | undefined> =>
    query.scheme.name === 'bearer' ? options.boundCredentials?.authenticateBearer(wish) : undefined;
  const ask = async (query: TokenQuery, signal: AbortSignal): Promise<TokenReply> => {
    const authority = { origin: options.authority.origin, tenant: query.tenant ?? options.authority.tenant };
    const metadata = await options.metadata(authority, signal);
    const mtlsEndpoint = (): string => options.mtlsEndpoint(metadata, authority);
    const target = async () => ({ clientId, tokenEndpoint: mtlsEndpoint(), signal });
    const bound = query.scheme.credential ?? (await authenticateBearer(query, { target, signal }));
    const tokenEndpoint = bound === undefined ? metadata.tokenEndpoint : mtlsEndpoint();
    // A certificate stands alone, or with an assertion that is bound to it; never beside a credential that could do without.
    const credential = bound?.parameters ?? (await options.credential({ clientId, tokenEndpoint, signal }));
    const parts = buildTokenRequest(query, { metadata, clientId, capabilities, tokenEndpoint });
    const response = await sendTokenRequest(parts, { transport: bound?.transport ?? transport, credential, signal });
    return processTokenResponse(response, { parts, scheme: query.scheme, credential, clock });
  };
  return async (query, signal) => {
    const deadline = createDeadline(options.timeoutMs, signal);
    try {
      // A transport or callback that ignores its signal must not hold a caller for longer than promised.
      return await deadline.race(() => ask(query, deadline.signal));
    } catch (error) {
      const isTimeout = error === deadline.signal.reason && error instanceof DeadlineExceeded;
      throw isTimeout ? new TokenEndpointFailed('ERR_TOKEN_ENDPOINT_TIMEOUT') : error;
    } finally {
      deadline.clear();
    }
  };
}
