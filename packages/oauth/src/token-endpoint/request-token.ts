import { type Clock, createDeadline, DeadlineExceeded, type EventSink } from '@holdfast/core';
import type { BoundCredentials } from '../client-auth/bound-credentials.ts';
import { TokenEndpointFailed } from '../errors/token-errors.ts';
import type { CertificateRetried } from '../events/token-event.ts';
import type { Authority } from '../metadata/authority.ts';
import type { MetadataSource } from '../metadata/metadata-source.ts';
import { type Authentication, type AuthenticatorOptions, createAuthenticator } from './authenticate.ts';
import { buildTokenRequest } from './build-request.ts';
import { findCredentialFault } from './credential-fault.ts';
import { processTokenResponse } from './process-response.ts';
import { sendTokenRequest } from './send-request.ts';
import type { TokenQuery, TokenReply, TokenRequester, TokenRequestHeaders } from './token-query.ts';

/** What {@link createTokenRequester} needs. */
export interface TokenRequesterOptions extends AuthenticatorOptions {
  /** Where a query goes whose tenant is another, too. */
  readonly authority: Authority;
  readonly capabilities: readonly string[];
  readonly headers?: TokenRequestHeaders | undefined;
  readonly boundCredentials?: Pick<BoundCredentials, 'authenticateBearer' | 'renewAuthentication'> | undefined;
  readonly metadata: MetadataSource;
  readonly clock: Clock;
  readonly emit: EventSink<CertificateRetried>;
  /** For metadata, client authentication and token request together. */
  readonly timeoutMs: number;
}

/**
 * Makes the function that takes a query to the token endpoint of its authority: find it, authenticate, build, send, process. Where a certificate of
 * the client is to blame and there is another by now, once more with that one.
 */
export function createTokenRequester(options: TokenRequesterOptions): TokenRequester {
  const { clientId, capabilities, headers = noHeaders, clock } = options;
  const authenticate = createAuthenticator(options);
  const renew = createRenewal(options);
  const ask = async (query: TokenQuery, signal: AbortSignal): Promise<TokenReply> => {
    const authority = { origin: options.authority.origin, tenant: query.tenant ?? options.authority.tenant };
    const metadata = await options.metadata(authority, signal);
    const send = async (used: Authentication): Promise<TokenReply> => {
      const { tokenEndpoint, transport, parameters: credential } = used;
      const built = buildTokenRequest(query, { metadata, clientId, capabilities, tokenEndpoint });
      const parts = { ...built, headers: { ...headers(query, tokenEndpoint), ...built.headers } };
      const response = await sendTokenRequest(parts, { transport, credential, signal });
      return processTokenResponse(response, { parts, scheme: query.scheme, credential, clock });
    };
    const place = { authority, metadata, signal };
    const used = await authenticate(query, place);
    try {
      return await send(used);
    } catch (error) {
      // The certificate that a token is bound to may be the caller's: whoever chose it looks for another.
      const isOwn = query.scheme.credential === undefined;
      if (!isOwn || !(await renew(used, { error, correlationId: query.correlationId, signal }))) throw error;
      return send(await authenticate(query, place));
    }
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

// A page of another origin would be asked for permission for each header that a browser does not know.
const noHeaders: TokenRequestHeaders = () => ({});

interface Failure {
  readonly error: unknown;
  readonly correlationId: string;
  readonly signal: AbortSignal;
}

/** Makes the question whether the client authenticates with another certificate by now, after a failure that this might mend. */
function createRenewal({ boundCredentials, emit }: TokenRequesterOptions) {
  return async (used: Authentication, { error, correlationId, signal }: Failure): Promise<boolean> => {
    const code = findCredentialFault(error);
    const renewal =
      code === undefined ? undefined : await boundCredentials?.renewAuthentication(used, { code, signal });
    if (renewal === undefined || code === undefined) return false;
    emit({ name: 'certificate.retried', ...renewal, code, correlationId });
    return true;
  };
}
