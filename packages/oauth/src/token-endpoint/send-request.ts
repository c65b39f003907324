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
 * @throws what the runtime says where oauth4webapi cannot be loaded; nothing was sent then
 */
export async function sendTokenRequest(parts: TokenRequestParts, options: SendOptions): Promise<Response> {
  const { credential, signal, transport } = options;
  const { sendGrant } = await import('./grant-library.ts');
  const send = async (address: string, init: RequestInit): Promise<Response> => {
    try {
      return await transport(new Request(address, { ...init, signal }));
    } catch (cause) {
      throw new TokenEndpointFailed('ERR_TOKEN_ENDPOINT_UNREACHABLE', { cause });
    }
  };
  return sendGrant(parts, { credential, signal, send });
}
