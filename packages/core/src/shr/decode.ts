import type { JsonValue } from '../base/strict-json.ts';
import { ShrInvalid } from '../errors/shr-invalid.ts';
import { type CompactJws, decodeCompactJws } from '../jws/compact.ts';
import type { Familiar } from './familiar.ts';
import type { HashedPart } from './hashed-parts.ts';
import type { ShrMemory } from './shr-memory.ts';

/** A signed HTTP request that is well-formed. Nothing in it is verified yet. */
export interface DecodedShr {
  /** The proof itself. */
  readonly jws: CompactJws;
  /** The `at` claim: the access token, to be verified before anything else is believed. */
  readonly accessToken: string;
  /** What a memory recognised of it. */
  readonly familiar?: Familiar | undefined;
}

// An SHR wraps a whole access token, base64url-encoded once more.
const longestShr = 32_768;

/**
 * Decodes a signed HTTP request far enough to find the access token in it.
 *
 * Not checked: the signature, the key, and every claim but the presence of `at`.
 *
 * @param memory - recognises the parts that earlier proofs had too; what is decoded is the same without it
 * @param text - the value behind `PoP ` in an `Authorization` header, at most 32,768 characters
 * @throws {@link JwsInvalid} when it is not a compact JWS
 * @throws {@link ShrInvalid} `ERR_SHR_TYP`, `ERR_SHR_CLAIM_MISSING`
 * @see draft-ietf-oauth-signed-http-request-03 section 3
 *
 * @example
 * ```ts
 * import { decodeSignedHttpRequest } from '@holdfast/core';
 *
 * export function accessTokenOf(authorization: string): string {
 *   // Verify this token first: until then nothing of the proof may be believed.
 *   return decodeSignedHttpRequest(authorization.slice('PoP '.length)).accessToken;
 * }
 * ```
 */
export function decodeSignedHttpRequest(text: string, memory?: ShrMemory | undefined): DecodedShr {
  // What the front door would not look at is not looked at here either.
  const isReadable = typeof text === 'string' && text.length <= longestShr;
  const recognised = isReadable ? memory?.recognise(text) : undefined;
  if (recognised !== undefined) {
    const { jws, familiar } = recognised;
    return { jws, familiar, accessToken: familiar.accessToken };
  }
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
  if (!Array.isArray(value) || value.length !== 2) throw new ShrInvalid('ERR_SHR_CLAIM_MALFORMED', { claim });
  const [names, hash] = value as readonly unknown[];
  const isNames = Array.isArray(names) && names.every((name) => typeof name === 'string' && name !== '');
  if (!isNames || typeof hash !== 'string') throw new ShrInvalid('ERR_SHR_CLAIM_MALFORMED', { claim });
  return [names as readonly string[], hash];
}
