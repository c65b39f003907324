import {
  type Confirmation,
  decodeBase64url,
  decodeUtf8,
  type JsonObject,
  parseCnf,
  parseStrictJsonObject,
} from '@holdfast/core';

/** What an access token says of itself. Nothing of it is verified: it is for people to read. */
export interface TokenFacts {
  readonly tenant?: string;
  /** Id of the token. */
  readonly uti?: string;
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
 * Not checked: the signature, the header, or anything else that an API checks.
 *
 * @returns undefined for a token that only its API can read
 * @throws {@link CnfInvalid}, {@link JwkInvalid} for a `cnf` that nobody could enforce
 * @throws {@link EncodingInvalid}, {@link JsonInvalid} for a JWT of which nobody can be sure what it says: there may be a `cnf` in it
 */
export async function readTokenFacts(accessToken: string): Promise<TokenFacts | undefined> {
  const claims = decodeClaims(accessToken);
  if (claims === undefined) return undefined;
  const { tid, uti, aud, scp, roles, exp, cnf } = claims;
  return {
    ...(typeof tid === 'string' ? { tenant: tid } : {}),
    ...(typeof uti === 'string' ? { uti } : {}),
    ...(typeof aud === 'string' ? { audience: aud } : {}),
    scopes: typeof scp === 'string' ? scp.split(' ').filter((scope) => scope !== '') : [],
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    ...(typeof exp === 'number' ? { expiresAt: exp } : {}),
    ...(cnf === undefined ? {} : { confirmation: await parseCnf(cnf) }),
    confirmedBy: typeof cnf === 'object' && cnf !== null ? Object.keys(cnf).filter((name) => name !== 'xms_ksl') : [],
  };
}

// Whatever the header is, the payload may hold a `cnf`: what our verifiers would refuse, the API it is meant for may accept.
function decodeClaims(accessToken: string): JsonObject | undefined {
  const parts = accessToken.split('.');
  const [header = '', payload = ''] = parts;
  if (parts.length === encryptedParts || ![header, payload].some(looksLikeObject)) return undefined;
  return parseStrictJsonObject(decodeUtf8(decodeBase64url(payload)));
}

// RFC 7516 section 3: what is encrypted has five parts, and its claims are between the authority and the API.
const encryptedParts = 5;

// As tolerant as any reader of it may be.
function looksLikeObject(part: string): boolean {
  return Buffer.from(part, 'base64').toString('utf8').trimStart().startsWith('{');
}
