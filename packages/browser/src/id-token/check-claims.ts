import { type Clock, isGuid, type JsonObject } from '@holdfast/core';
import { IdTokenRefused } from '../errors/id-token-refused.ts';
import { fillIssuer } from '../metadata/issuer.ts';
import type { ClientSettings } from '../options/client-settings.ts';

/** What the claims of an id_token are judged against. */
export interface ClaimsContext extends Pick<ClientSettings, 'clientId' | 'authority'> {
  /** `issuer` of the metadata, or what the answer named (RFC 9207); with the template where tenants share the authority. */
  readonly issuer: string;
  /** `nonce` of the request; undefined where there was none, and then there must be none. */
  readonly nonce: string | undefined;
  readonly clock: Clock;
}

// Clocks of devices are wrong by minutes more often than by seconds.
const toleranceSeconds = 300;
// The tenant in which Entra keeps people without an organization.
const personalTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

/**
 * Checks the claims of an id_token that came for a code: whose it is, for whom, when, and for which sign-in.
 *
 * Not checked: the signature; how the person was authenticated (`acr`, `amr`, `auth_time`).
 *
 * @throws {@link IdTokenRefused} `ERR_ID_TOKEN_CLAIM`, `ERR_ID_TOKEN_TIME`, `ERR_ID_TOKEN_NONCE`
 * @see OpenID Connect Core 1.0 section 3.1.3.7
 */
export function checkClaims(claims: JsonObject, context: ClaimsContext): void {
  const { iss, sub, tid, aud, azp, exp, iat, nbf, nonce } = claims;
  const { clientId, issuer } = context;
  const require = (name: string, isRight: boolean): void => {
    if (!isRight) throw new IdTokenRefused('ERR_ID_TOKEN_CLAIM', { detail: name });
  };
  require('tid', isRightTenant(tid, context));
  require('iss', iss === fillIssuer(issuer, String(tid)));
  require('sub', typeof sub === 'string' && sub !== '');
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  require('aud', audiences.includes(clientId));
  // Whom it was issued to has to be said where it is for several, and must be this application where it is said.
  require('azp', azp === undefined ? audiences.length === 1 : azp === clientId);

  const now = context.clock() / 1000;
  const isPast = (time: unknown): boolean => typeof time === 'number' && time <= now + toleranceSeconds;
  if (!isPast(iat) || (nbf !== undefined && !isPast(nbf)) || typeof exp !== 'number' || exp <= now - toleranceSeconds) {
    throw new IdTokenRefused('ERR_ID_TOKEN_TIME');
  }
  if (nonce !== context.nonce) throw new IdTokenRefused('ERR_ID_TOKEN_NONCE');
}

// Other authorities than Entra know of no tenants: there, `tid` is absent and the issuer has no template.
function isRightTenant(tid: unknown, { issuer, authority: { tenant } }: ClaimsContext): boolean {
  if (tid === undefined) return fillIssuer(issuer, '') === issuer && !isGuid(tenant);
  if (!isGuid(tid) || (tenant === 'organizations' && tid === personalTenant)) return false;
  if (isGuid(tenant)) return tid === tenant;
  // A tenant that was asked for by its domain is the one that the issuer names.
  const named = new URL(issuer).pathname.split('/').find(isGuid);
  return named === undefined || named === tid;
}
