import { type Clock, parseRetryAfter } from '@holdfast/core';
import { TokenReplyMalformed } from '../errors/token-errors.ts';
import type { AuthorizationScheme } from '../scheme/authorization-scheme.ts';
import type { TokenRequestParts } from './build-request.ts';
import type { TokenReply } from './token-query.ts';
import { type JsonBody, readTokenBody, readTokenReply } from './token-reply.ts';

/** What a response is judged against. */
export interface ResponseContext {
  readonly parts: TokenRequestParts;
  readonly scheme: AuthorizationScheme;
  /** The body parameters that authenticated the client: they must not come back in an error. */
  readonly credential: Readonly<Record<string, string>>;
  readonly clock: Clock;
}

/**
 * Reads the response to a token request; a reply that is weaker than the request is an error.
 *
 * Not checked: the token's signature, issuer and audience, which are the resource's business.
 *
 * @throws {@link TokenRequestRefused} for every status but 200
 * @throws {@link TokenTypeDowngraded}, {@link TokenTypeUnexpected}, {@link TokenNotBound}, {@link TokenReplyMalformed}
 * @see RFC 6749 section 5.1
 */
export async function processTokenResponse(response: Response, context: ResponseContext): Promise<TokenReply> {
  const { parts, scheme, clock, credential } = context;
  // The type of an assertion is a fixed name, which descriptions may well mention.
  const { client_assertion_type: _type, ...secrets } = credential;
  const readPause = (value: string | null): number | undefined => parseRetryAfter(value, clock);
  const body = await readTokenBody(response, { scheme, readPause, secrets: Object.values(secrets) });
  await checkTokenResponse(response, body, parts);
  const reply = readTokenReply(body.object);
  await scheme.checkAccessToken(reply.accessToken);
  return reply;
}

async function checkTokenResponse(response: Response, body: JsonBody, parts: TokenRequestParts): Promise<void> {
  const copy = new Response(body.text, { status: response.status, headers: response.headers });
  const { checkGrantResponse } = await import('./grant-library.ts');
  try {
    await checkGrantResponse(copy, parts);
  } catch {
    // The library's error holds the whole body, so it is not kept as a cause.
    throw new TokenReplyMalformed({ detail: 'not a token response' });
  }
}
