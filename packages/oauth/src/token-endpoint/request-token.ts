import { type Clock, createDeadline, DeadlineExceeded, type Transport } from '@holdfast/core';
import type { ClientCredential } from '../client-auth/client-credential.ts';
import { TokenEndpointFailed } from '../errors/token-errors.ts';
import type { MetadataSource } from '../metadata/metadata-source.ts';
import { buildTokenRequest } from './build-request.ts';
import { processTokenResponse } from './process-response.ts';
import { sendTokenRequest } from './send-request.ts';
import type { TokenQuery, TokenReply } from './token-query.ts';

/** Asks the authority once; the signal ends the wait. */
export type TokenRequester = (query: TokenQuery, signal: AbortSignal) => Promise<TokenReply>;

/** What {@link createTokenRequester} needs. */
export interface TokenRequesterOptions {
  readonly clientId: string;
  readonly capabilities: readonly string[];
  readonly credential: ClientCredential;
  readonly metadata: MetadataSource;
  readonly transport: Transport;
  readonly clock: Clock;
  /** For metadata, client authentication and token request together. */
  readonly timeoutMs: number;
}

/** Makes the function that takes a query to the token endpoint of its authority: find it, authenticate, build, send, process. */
export function createTokenRequester(options: TokenRequesterOptions): TokenRequester {
  const { clientId, capabilities, clock, transport } = options;
  const ask = async (query: TokenQuery, signal: AbortSignal): Promise<TokenReply> => {
    const metadata = await options.metadata(query.authority, signal);
    const credential = await options.credential({ clientId, tokenEndpoint: metadata.tokenEndpoint, signal });
    const parts = buildTokenRequest(query, { metadata, clientId, capabilities });
    const response = await sendTokenRequest(parts, { transport, credential, signal });
    return processTokenResponse(response, { parts, scheme: query.scheme, credential, clock });
  };
  return async (query, signal) => {
    const deadline = createDeadline(options.timeoutMs, signal);
    try {
      return await Promise.race([ask(query, deadline.signal), timeUp(deadline.signal)]);
    } finally {
      deadline.clear();
    }
  };
}

// A transport or callback that ignores its signal must not hold a caller for longer than promised.
function timeUp(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const refuse = (): void => {
      const isTimeout = signal.reason instanceof DeadlineExceeded;
      reject(isTimeout ? new TokenEndpointFailed('ERR_TOKEN_ENDPOINT_TIMEOUT') : signal.reason);
    };
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse, { once: true });
  });
}
