/*
 * A room for itself: oauth4webapi is loaded with the first request, since importing a client would take three milliseconds longer with it.
 */
import { clientCredentialsGrantRequest, customFetch } from 'oauth4webapi';
import type { TokenRequestParts } from './build-request.ts';

/** How a grant goes out. */
export interface GrantSending {
  /** Body parameters that authenticate the client. */
  readonly credential: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly send: (request: Request) => Promise<Response>;
}

/** Writes the request of a grant and gives whatever comes; redirects are not followed. What `send` throws comes out as it is. */
export function requestGrant(parts: TokenRequestParts, { credential, signal, send }: GrantSending): Promise<Response> {
  const { server, client, parameters, headers } = parts;
  const authenticate = (_server: unknown, { client_id }: { client_id: string }, body: URLSearchParams): void => {
    body.set('client_id', client_id);
    for (const [name, value] of Object.entries(credential)) body.set(name, value);
  };
  return clientCredentialsGrantRequest(server, client, authenticate, parameters, {
    headers,
    signal,
    [customFetch]: (address, init) => send(new Request(address, { ...init, signal })),
  });
}
