import { decodeCompactJws } from '@holdfast/core';
import { TokenCredentialRefused } from '../errors/azure-errors.ts';

/**
 * Chooses the tenant of a token: the client's own, or one that its owner has named.
 *
 * Where the wish comes from is an API's challenge, and a challenge must not choose where an application shows its credential.
 *
 * @param own - the tenant of the client's authority, in lower case
 * @param allowed - in lower case
 * @returns what to ask for; undefined is the client's own
 * @throws {@link TokenCredentialRefused} `ERR_TOKEN_CREDENTIAL_TENANT`
 */
export function chooseTenant(
  wanted: string | undefined,
  own: string,
  allowed: ReadonlySet<string>,
): string | undefined {
  if (wanted === undefined) return undefined;
  const tenant = typeof wanted === 'string' ? wanted.toLowerCase() : '';
  if (tenant === own) return undefined;
  if (!allowed.has(tenant)) throw new TokenCredentialRefused('ERR_TOKEN_CREDENTIAL_TENANT');
  return tenant;
}

/**
 * Refuses a token of another tenant than the one that was asked for: a managed identity lives in one, and only its tokens say in which.
 *
 * Not checked: the signature. The token came from where the identity's tokens come from, and nothing is granted here.
 *
 * @throws {@link TokenCredentialRefused} `ERR_TOKEN_CREDENTIAL_TENANT`, also for a token that does not say
 */
export function checkTenantOf(accessToken: string, wanted: string | undefined): void {
  if (wanted === undefined) return;
  if (readTenant(accessToken) === String(wanted).toLowerCase()) return;
  throw new TokenCredentialRefused('ERR_TOKEN_CREDENTIAL_TENANT', { detail: 'a managed identity' });
}

function readTenant(accessToken: string): string | undefined {
  try {
    const { tid } = decodeCompactJws(accessToken).payload;
    return typeof tid === 'string' ? tid.toLowerCase() : undefined;
  } catch {
    return undefined;
  }
}
