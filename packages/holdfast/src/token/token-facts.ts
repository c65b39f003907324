import { type Confirmation, decodeCompactJws, HoldfastError, type JsonObject, parseCnf } from '@holdfast/core';

/** What an access token says of itself. Nothing of it is verified: it is for people to read. */
export interface TokenFacts {
  readonly tenant?: string;
  readonly audience?: string;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  /** Epoch seconds. */
  readonly expiresAt?: number;
  readonly confirmation?: Confirmation;
  /** How `cnf` names the key. */
  readonly confirmedBy: readonly string[];
}

/**
 * Reads what an access token says of itself.
 *
 * Not checked: the signature, or anything else that an API checks.
 *
 * @returns undefined for a token that only its API can read
 * @throws {@link CnfInvalid}, {@link JwkInvalid} for a `cnf` that nobody could enforce
 */
export async function readTokenFacts(accessToken: string): Promise<TokenFacts | undefined> {
  const claims = decodeClaims(accessToken);
  if (claims === undefined) return undefined;
  const { tid, aud, scp, roles, exp, cnf } = claims;
  return {
    ...(typeof tid === 'string' ? { tenant: tid } : {}),
    ...(typeof aud === 'string' ? { audience: aud } : {}),
    scopes: typeof scp === 'string' ? scp.split(' ').filter((scope) => scope !== '') : [],
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    ...(typeof exp === 'number' ? { expiresAt: exp } : {}),
    ...(cnf === undefined ? {} : { confirmation: await parseCnf(cnf) }),
    confirmedBy: typeof cnf === 'object' && cnf !== null ? Object.keys(cnf).filter((name) => name !== 'xms_ksl') : [],
  };
}

function decodeClaims(accessToken: string): JsonObject | undefined {
  try {
    return decodeCompactJws(accessToken).payload;
  } catch (error) {
    if (error instanceof HoldfastError) return undefined;
    throw error;
  }
}
