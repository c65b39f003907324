import type { Transport } from '@holdfast/core';
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
  const { credential, signal, transport } = options;
  const { requestGrant } = await import('./grant-request.ts');
  const send = async (request: Request): Promise<Response> => {
    try {
      return await transport(request);
    } catch (cause) {
      throw new TokenEndpointFailed('ERR_TOKEN_ENDPOINT_UNREACHABLE', { cause });
    }
  };
  return requestGrant(parts, { credential, signal, send });
}
