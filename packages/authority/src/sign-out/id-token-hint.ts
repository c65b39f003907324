import { decodeCompactJws, importVerificationKey, type JsonObject, verifyCompactJws } from '@holdfast/core';
import type { Tenant } from '../directory/directory.ts';
import { issuerV2 } from '../origin/addresses.ts';
import type { IssuerKey } from '../signing/issuer-key.ts';

/** What an id_token says about who holds it: an application, and a sign-in that it knows of. */
export interface KnownSignIn {
  readonly clientId: string;
  readonly sessionId: string;
}

/** What id_tokens are verified by. */
export interface HintFacts {
  readonly origin: string;
  /** Tenants whose users may be meant. */
  readonly tenants: readonly Tenant[];
  /** Keys that are published. */
  readonly keys: readonly IssuerKey[];
}

/**
 * Reads an id_token of this authority that a client shows to say whose sign-in it wants to end.
 *
 * Not checked: its times. Somebody may sign out long after their id_token expired.
 *
 * @returns undefined for anything that is no id_token of ours, whatever is wrong with it
 * @see OpenID Connect RP-Initiated Logout section 2
 */
export async function readIdTokenHint(text: string, facts: HintFacts): Promise<KnownSignIn | undefined> {
  const claims = await verifyOwnToken(text, facts.keys).catch(() => undefined);
  if (claims === undefined || !isIdToken(claims)) return undefined;
  const { iss, aud, sid } = claims;
  const isOurs = facts.tenants.some(({ id }) => iss === issuerV2(facts.origin, id));
  return isOurs && typeof aud === 'string' && typeof sid === 'string' ? { clientId: aud, sessionId: sid } : undefined;
}

async function verifyOwnToken(text: string, keys: readonly IssuerKey[]): Promise<JsonObject | undefined> {
  const jws = decodeCompactJws(text);
  const { kid, alg } = jws.header;
  const key = keys.find((one) => one.kid === kid);
  if (key === undefined) return undefined;
  await verifyCompactJws(jws, { key: await importVerificationKey(key.jwk, alg) });
  return jws.payload;
}

// The same key signs access tokens, which APIs hold: an API that somebody called must not be able to sign them out.
const accessTokenClaims = ['scp', 'roles', 'azp', 'appid', 'cnf', 'idtyp'];

function isIdToken(claims: JsonObject): boolean {
  return accessTokenClaims.every((claim) => claims[claim] === undefined);
}
