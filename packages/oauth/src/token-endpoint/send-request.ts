import type { Transport } from '@holdfast/core';
import { clientCredentialsGrantRequest, customFetch } from 'oauth4webapi';
import { TokenEndpointFailed } from '../errors/token-errors.ts';
import type { TokenRequestParts } from './build-request.ts';

/** Where and how a token request goes. */
export interface SendOptions {
  readonly transport: Transport;
  /** Body parameters that authenticate the client. */
  readonly credential: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Sends a token request over the transport and gives whatever comes; redirects are not followed.
 *
 * @throws {@link TokenEndpointFailed} `ERR_TOKEN_ENDPOINT_UNREACHABLE` when nothing comes
 */
export async function sendTokenRequest(parts: TokenRequestParts, options: SendOptions): Promise<Response> {
  const { server, client, parameters, headers } = parts;
  const authenticate = (_server: unknown, { client_id }: { client_id: string }, body: URLSearchParams): void => {
    body.set('client_id', client_id);
    for (const [name, value] of Object.entries(options.credential)) body.set(name, value);
  };
  return clientCredentialsGrantRequest(server, client, authenticate, parameters, {
    headers,
    signal: options.signal,
    [customFetch]: async (address, init) => {
      try {
        return await options.transport(new Request(address, { ...init, signal: options.signal }));
      } catch (cause) {
        throw new TokenEndpointFailed('ERR_TOKEN_ENDPOINT_UNREACHABLE', { cause });
      }
    },
  });
}
