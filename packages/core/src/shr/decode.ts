import type { JsonValue } from '../base/strict-json.ts';
import { ShrInvalid } from '../errors/core-errors.ts';
import { type CompactJws, decodeCompactJws } from '../jws/compact.ts';
import type { HashedPart } from './hashed-parts.ts';

/** A signed HTTP request that is well-formed. Nothing in it is verified yet. */
export interface DecodedShr {
  readonly jws: CompactJws;
  /** The `at` claim: the access token, to be verified before anything else is believed. */
  readonly accessToken: string;
}

// An SHR wraps a whole access token, base64url-encoded once more.
const longestShr = 32_768;

/**
 * Decodes a signed HTTP request far enough to find the access token in it.
 *
 * Not checked: the signature, the key, and every claim but the presence of `at`.
 *
 * @throws {@link JwsInvalid} when it is not a compact JWS
 * @throws {@link ShrInvalid} `ERR_SHR_TYP`, `ERR_SHR_CLAIM_MISSING`
 * @see draft-ietf-oauth-signed-http-request-03 section 3
 */
export function decodeSignedHttpRequest(text: string): DecodedShr {
  const jws = decodeCompactJws(text, { maxLength: longestShr });
  if (jws.header.typ !== 'pop') throw new ShrInvalid('ERR_SHR_TYP');
  return { jws, accessToken: textClaim(jws.payload['at'], 'at') };
}

/** Reads a claim that must be a non-empty string. */
export function textClaim(value: JsonValue | undefined, claim: string): string {
  if (value === undefined) throw new ShrInvalid('ERR_SHR_CLAIM_MISSING', { claim });
  if (typeof value !== 'string' || value === '') throw new ShrInvalid('ERR_SHR_CLAIM_MALFORMED', { claim });
  return value;
}

/** Reads a claim that may be absent and else must be a non-empty string. */
export function optionalTextClaim(value: JsonValue | undefined, claim: string): string | undefined {
  return value === undefined ? undefined : textClaim(value, claim);
}

/** Reads `ts`: an integer of seconds, never text or a fraction. */
export function timeClaim(value: JsonValue | undefined, claim: string): number {
  if (value === undefined) throw new ShrInvalid('ERR_SHR_CLAIM_MISSING', { claim });
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new ShrInvalid('ERR_SHR_CLAIM_MALFORMED', { claim });
  }
  return value;
}

/** Reads `q` or `h`: exactly a list of names and a hash. */
export function hashedClaim(value: JsonValue | undefined, claim: string): HashedPart {
  if (value === undefined) throw new ShrInvalid('ERR_SHR_CLAIM_MISSING', { claim });
  const [names, hash, ...rest]: readonly unknown[] = Array.isArray(value) ? value : [];
  const isNames = Array.isArray(names) && names.every((name) => typeof name === 'string' && name !== '');
  if (!isNames || typeof hash !== 'string' || rest.length > 0)
    throw new ShrInvalid('ERR_SHR_CLAIM_MALFORMED', { claim });
  return [names as readonly string[], hash];
}
