import type { Clock, JsonObject, JsonValue } from '@holdfast/core';
import { processClientCredentialsResponse } from 'oauth4webapi';
import { TokenReplyMalformed } from '../errors/token-errors.ts';
import { type JsonBody, readJson } from '../http/read-json.ts';
import { isTokenText } from '../http/token-text.ts';
import type { AuthorizationScheme } from '../scheme/authorization-scheme.ts';
import type { TokenRequestParts } from './build-request.ts';
import { processRefusal } from './process-refusal.ts';
import type { TokenReply } from './token-query.ts';

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
  if (response.status !== 200) {
    // The type of an assertion is a fixed name, which descriptions may well mention.
    const { client_assertion_type: _type, ...secrets } = credential;
    throw await processRefusal(response, { clock, secrets: Object.values(secrets) });
  }
  const body = await readJson(response);
  if (body === undefined) throw new TokenReplyMalformed({ detail: 'not a JSON object' });
  // Before the general checks: they lower the letter case of token_type, and we want it exactly.
  scheme.checkTokenType(body.object['token_type']);
  await checkTokenResponse(response, body, parts);
  const reply = readReply(body.object);
  await scheme.checkAccessToken(reply.accessToken);
  return reply;
}

async function checkTokenResponse(response: Response, body: JsonBody, parts: TokenRequestParts): Promise<void> {
  const copy = new Response(body.text, { status: response.status, headers: response.headers });
  try {
    await processClientCredentialsResponse(parts.server, parts.client, copy, {
      recognizedTokenTypes: { pop: () => {}, mtls_pop: () => {} },
    });
  } catch {
    // The library's error holds the whole body, so it is not kept as a cause.
    throw new TokenReplyMalformed({ detail: 'not a token response' });
  }
}

function readReply(body: JsonObject): TokenReply {
  const accessToken = body['access_token'];
  if (!isTokenText(accessToken)) throw new TokenReplyMalformed({ detail: 'access_token' });
  const expiresInSeconds = readSeconds(body['expires_in']);
  if (expiresInSeconds === undefined) throw new TokenReplyMalformed({ detail: 'expires_in' });
  const scope = body['scope'];
  return {
    accessToken,
    expiresInSeconds,
    refreshInSeconds: readSeconds(body['refresh_in']),
    scopes: typeof scope === 'string' && scope !== '' ? scope.split(' ') : undefined,
  };
}

const tenYears = 315_360_000;

// Some authorities write numbers as text.
function readSeconds(value: JsonValue | undefined): number | undefined {
  const seconds = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && seconds >= 1 && seconds <= tenYears ? Math.floor(seconds) : undefined;
}
