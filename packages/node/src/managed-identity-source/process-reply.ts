import { type Clock, isGuid, type JsonObject } from '@holdfast/core';
import { isTokenText, type TokenReply, TokenTypeUnexpected } from '@holdfast/oauth';
import { ManagedIdentityRefused, ManagedIdentityReplyUnusable } from '../errors/managed-identity-errors.ts';
import { readJsonBody } from '../json-body/read-json-body.ts';
import type { ManagedIdentityId } from './identity-question.ts';
import { readMediaType } from './media-type.ts';
import { processRefusal } from './process-refusal.ts';
import { readLifetime } from './read-lifetime.ts';

/** What a reply is judged against. */
export interface ReplyContext {
  /** Whose token was asked for. */
  readonly identity: ManagedIdentityId;
  /** What was sent and must not come back in an error. */
  readonly secret: string | undefined;
  readonly clock: Clock;
}

const mostBytes = 262_144;
const longLifeSeconds = 7200;

/**
 * Reads the reply of a managed identity endpoint: a bearer token, or an error that says why not.
 *
 * Not checked: the token's signature, audience and identity, which are the resource's business; only where an identity was asked for by client
 * id and the reply names another is it refused.
 *
 * @throws {@link ManagedIdentityRefused} for every status but 200, and for a page in the place of a reply
 * @throws {@link ManagedIdentityReplyUnusable}, {@link TokenTypeUnexpected}
 */
export async function processTokenReply(response: Response, context: ReplyContext): Promise<TokenReply> {
  if (response.status !== 200) throw await processRefusal(response, context);
  if (readMediaType(response) !== 'application/json') {
    await response.body?.cancel();
    throw new ManagedIdentityRefused('ERR_MANAGED_IDENTITY_FOREIGN', { status: 200, errorCodes: [] });
  }
  const reply = await readJsonBody(response, { mostBytes, refuse: malformed });
  checkType(reply);
  const accessToken = reply['access_token'];
  if (!isTokenText(accessToken)) throw malformed('access_token');
  checkIdentity(reply, context.identity);
  const expiresInSeconds = readLifetime(reply, context.clock);
  const refreshInSeconds = expiresInSeconds > longLifeSeconds ? Math.floor(expiresInSeconds / 2) : undefined;
  return { accessToken, expiresInSeconds, refreshInSeconds };
}

// A token of another type is bound to something that this client has no proof of: it is no bearer token with a strange name.
function checkType({ token_type: type }: JsonObject): void {
  if (type === undefined || (typeof type === 'string' && type.toLowerCase() === 'bearer')) return;
  throw new TokenTypeUnexpected();
}

function checkIdentity(reply: JsonObject, identity: ManagedIdentityId): void {
  const named = typeof reply['client_id'] === 'string' ? reply['client_id'].toLowerCase() : undefined;
  if (identity.kind !== 'client-id' || !isGuid(named) || named === identity.value.toLowerCase()) return;
  throw new ManagedIdentityReplyUnusable('ERR_MANAGED_IDENTITY_OTHER');
}

function malformed(detail: string): ManagedIdentityReplyUnusable {
  return new ManagedIdentityReplyUnusable('ERR_MANAGED_IDENTITY_REPLY', { detail });
}
