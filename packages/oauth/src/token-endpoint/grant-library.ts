/*
 * All that is used of oauth4webapi. It is loaded with the first token request, before that is sent: importing a client would take three milliseconds
 * longer with it. Pages ask in another way, and never load it.
 */
import { clientCredentialsGrantRequest, customFetch, processClientCredentialsResponse } from 'oauth4webapi';
import type { TokenRequestParts } from './build-request.ts';

/** How a grant goes out. */
export interface SendGrantOptions {
  /** Body parameters that authenticate the client. */
  readonly credential: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly send: (address: string, init: RequestInit) => Promise<Response>;
}

/** Writes the request of a grant, sends it and gives whatever comes. What `send` throws comes out as it is. */
export function sendGrant(parts: TokenRequestParts, { credential, signal, send }: SendGrantOptions): Promise<Response> {
  const { server, client, parameters, headers } = parts;
  const authenticate = (_server: unknown, { client_id }: { client_id: string }, body: URLSearchParams): void => {
    body.set('client_id', client_id);
    for (const [name, value] of Object.entries(credential)) body.set(name, value);
  };
  return clientCredentialsGrantRequest(server, client, authenticate, parameters, {
    headers,
    signal,
    [customFetch]: (address, init) => send(address, init),
  });
}

/** Checks that a response is one to a grant; what it throws may hold the whole body. */
export async function checkGrantResponse(response: Response, { server, client }: TokenRequestParts): Promise<void> {
  await processClientCredentialsResponse(server, client, response, {
    recognizedTokenTypes: { pop: () => {}, mtls_pop: () => {} },
  });
}
