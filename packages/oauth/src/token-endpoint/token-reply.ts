/**
 * What a token endpoint answers, judged by the scheme that the token was asked for with. For packages whose clients ask with other grants
 * than a token client does.
 *
 * @example
 * ```ts
 * import { generateSigningKey, parseRetryAfter } from '@holdfast/core';
 * import { createPopScheme, readTokenBody, readTokenReply } from '@holdfast/oauth/token-reply';
 *
 * const scheme = createPopScheme('kid', await generateSigningKey({ alg: 'RS256' }));
 * const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: '…', client_id: '…', ...scheme.tokenParameters });
 * const response = await fetch('https://login.example/token', { method: 'POST', body, redirect: 'manual' });
 * const readPause = (value: string | null) => parseRetryAfter(value, Date.now);
 * const { object } = await readTokenBody(response, { scheme, secrets: [body.get('refresh_token') ?? ''], readPause });
 * const reply = readTokenReply(object);
 * await scheme.checkAccessToken(reply.accessToken);
 * ```
 *
 * @packageDocumentation
 */
import type { JsonObject, JsonValue } from '@holdfast/core';
import { TokenReplyMalformed } from '../errors/token-errors.ts';
import { type JsonBody, readJson } from '../http/read-json.ts';
import { isTokenText } from '../http/token-text.ts';
import type { AuthorizationScheme } from '../scheme/authorization-scheme.ts';
import { processRefusal, type RefusalContext } from './process-refusal.ts';
import type { TokenReply } from './token-query.ts';

export { refreshInstant } from '../cache/token-state.ts';
export type { JsonBody } from '../http/read-json.ts';
export { createPopScheme } from '../scheme/pop.ts';
export { checkTokenBinding } from '../scheme/token-binding.ts';
export type { RefusalContext } from './process-refusal.ts';

/** What a response is read with. */
export interface TokenBodyContext extends RefusalContext {
  /** The scheme that was asked for. */
  readonly scheme: Pick<AuthorizationScheme, 'checkTokenType'>;
}

/**
 * Reads the body of a token response whose `token_type` is the one that was asked for.
 *
 * Not checked: every other member, which {@link readTokenReply} reads; and that the token is bound, which the scheme tells.
 *
 * @throws {@link TokenRequestRefused} for every status but 200
 * @throws {@link TokenTypeDowngraded}, {@link TokenTypeUnexpected}, {@link TokenReplyMalformed}
 * @see RFC 6749 section 5.1
 *
 * @example
 * ```ts
 * import { bearerScheme } from '@holdfast/oauth';
 * import { readTokenBody } from '@holdfast/oauth/token-reply';
 *
 * export async function readIdToken(response: Response): Promise<unknown> {
 *   const readPause = (value: string | null) => (value === null ? undefined : Number(value));
 *   const { object } = await readTokenBody(response, { scheme: bearerScheme, secrets: [], readPause });
 *   return object['id_token'];
 * }
 * ```
 */
export async function readTokenBody(response: Response, context: TokenBodyContext): Promise<JsonBody> {
  if (response.status !== 200) throw await processRefusal(response, context);
  const body = await readJson(response);
  if (body === undefined) throw new TokenReplyMalformed({ detail: 'not a JSON object' });
  // Before any other check: libraries lower the letter case of token_type, and we want it exactly.
  context.scheme.checkTokenType(body.object['token_type']);
  return body;
}

/**
 * Reads the members of a token response that every grant brings.
 *
 * Not checked: the token, and its type.
 *
 * @throws {@link TokenReplyMalformed}
 * @see RFC 6749 section 5.1
 *
 * @example
 * ```ts
 * import { readTokenReply } from '@holdfast/oauth/token-reply';
 *
 * console.log(readTokenReply({ access_token: 'opaque', expires_in: '3599' }).expiresInSeconds); // 3599
 * ```
 */
export function readTokenReply(body: JsonObject): TokenReply {
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
