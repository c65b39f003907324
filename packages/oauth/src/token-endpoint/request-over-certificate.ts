import { type Clock, createDeadline, DeadlineExceeded } from '@holdfast/core';
import { TokenEndpointFailed } from '../errors/token-errors.ts';
import type { BoundCredential } from '../scheme/binding-certificate.ts';
import { buildTokenRequest } from './build-request.ts';
import { processTokenResponse } from './process-response.ts';
import { sendTokenRequest } from './send-request.ts';
import type { TokenQuery, TokenReply, TokenRequestHeaders } from './token-query.ts';

/** Where a certificate is known, and as whom. */
export interface CertificatePlace {
  /** Address of the token endpoint that takes the certificate; whoever named it has judged it. */
  readonly tokenEndpoint: string;
  /** Whose certificate it is. */
  readonly clientId: string;
  /** Presents the certificate. */
  readonly credential: BoundCredential;
}

/** What {@link createCertificateTokenRequester} needs; every value is checked and every default filled in. */
export interface CertificateTokenRequesterOptions {
  /** What the application can do, such as `cp1`; sent with every token request. */
  readonly capabilities: readonly string[];
  /** Headers beside those of every token request. @default none */
  readonly headers?: TokenRequestHeaders | undefined;
  /** Tells the time, in epoch milliseconds. */
  readonly clock: Clock;
  /** For one token request, in milliseconds. */
  readonly timeoutMs: number;
}

/** Takes a query to a token endpoint that was named together with a certificate: once, and with nothing but the certificate. */
export type CertificateTokenRequester = (
  query: TokenQuery,
  place: CertificatePlace,
  signal: AbortSignal,
) => Promise<TokenReply>;

/**
 * Makes the function that asks for a token over mutual TLS where there is no authority with metadata: whoever issued the certificate said where
 * it is taken. Build, send, process; nothing is repeated.
 *
 * Not checked: the endpoint; and the token's signature, issuer and audience, which are the resource's business.
 *
 * @param options - taken as they are: nothing is checked or filled in here
 * @throws from the returned function: {@link TokenRequestRefused}, {@link TokenEndpointFailed}; {@link TokenTypeDowngraded}, {@link TokenTypeUnexpected},
 * {@link TokenNotBound}, {@link TokenReplyMalformed} for a reply that is not what was asked for
 * @see RFC 8705 sections 2 and 3
 *
 * @example
 * ```ts
 * import { createCertificateTokenRequester } from '@holdfast/oauth';
 *
 * export const requestToken = createCertificateTokenRequester({ capabilities: ['cp1'], clock: Date.now, timeoutMs: 30_000 });
 * ```
 */
export function createCertificateTokenRequester(options: CertificateTokenRequesterOptions): CertificateTokenRequester {
  const { capabilities, headers, clock, timeoutMs } = options;
  const ask = async (query: TokenQuery, place: CertificatePlace, signal: AbortSignal): Promise<TokenReply> => {
    const { tokenEndpoint, clientId, credential } = place;
    // There is no document that names an issuer, and nothing in a token response that would be compared with one.
    const facts = { metadata: { issuer: tokenEndpoint }, clientId, capabilities, tokenEndpoint };
    const built = buildTokenRequest(query, facts);
    const parts =
      headers === undefined ? built : { ...built, headers: { ...headers(query, tokenEndpoint), ...built.headers } };
    const { transport, parameters } = credential;
    const response = await sendTokenRequest(parts, { transport, credential: parameters, signal });
    return processTokenResponse(response, { parts, scheme: query.scheme, credential: parameters, clock });
  };
  return async (query, place, signal) => {
    const deadline = createDeadline(timeoutMs, signal);
    try {
      return await deadline.race(() => ask(query, place, deadline.signal));
    } catch (error) {
      const isTimeout = error === deadline.signal.reason && error instanceof DeadlineExceeded;
      throw isTimeout ? new TokenEndpointFailed('ERR_TOKEN_ENDPOINT_TIMEOUT') : error;
    } finally {
      deadline.clear();
    }
  };
}
