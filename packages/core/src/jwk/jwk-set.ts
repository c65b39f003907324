import { isJsonObject } from '../base/strict-json.ts';
import { JwkInvalid } from '../errors/jwk-invalid.ts';
import { type PublicJwk, parsePublicJwk } from './public-jwk.ts';

/** One usable key of a JWK Set. */
export interface KeySetKey {
  /** Name under which tokens ask for this key. */
  readonly kid: string;
  /** The public key, checked member by member. */
  readonly jwk: PublicJwk;
  /** Entra's `issuer` member: the issuer, or issuer template, whose tokens this key signs. */
  readonly issuer?: string;
}

const mostKeys = 256;

/**
 * Reads the keys of a JWK Set that can verify signatures.
 *
 * Keys of other types, algorithms or uses, without `kid` or with a malformed `issuer` are left out, as RFC 7517 section 5 asks. A
 * set that discloses private material is refused whole: its publisher has lost control of it. Two keys under one `kid` are refused,
 * for a token could choose between them.
 *
 * Not checked: that any key is left; a caller that needs one looks at the length.
 *
 * @throws {@link JwkInvalid} `ERR_JWK_SET`, `ERR_JWK_PRIVATE`
 * @see RFC 7517 section 5
 *
 * @example
 * ```ts
 * import { importVerificationKey, parseJwkSet } from '@holdfast/core';
 *
 * const response = await fetch('https://localhost:8443/common/discovery/v2.0/keys');
 * const [first] = parseJwkSet(await response.json());
 * if (first !== undefined) console.log(first.kid, (await importVerificationKey(first.jwk, 'RS256')).alg);
 * ```
 */
export function parseJwkSet(value: unknown): readonly KeySetKey[] {
  const keys = isJsonObject(value) ? value['keys'] : undefined;
  if (!Array.isArray(keys) || keys.length > mostKeys) throw new JwkInvalid('ERR_JWK_SET');
  const found = new Map<string, KeySetKey>();
  for (const entry of keys as readonly unknown[]) {
    const key = readKey(entry);
    if (key === undefined) continue;
    if (found.has(key.kid)) throw new JwkInvalid('ERR_JWK_SET', { detail: 'two keys with one kid' });
    found.set(key.kid, key);
  }
  return [...found.values()];
}

function readKey(entry: unknown): KeySetKey | undefined {
  let jwk: PublicJwk;
  try {
    jwk = parsePublicJwk(entry);
  } catch (error) {
    if (error instanceof JwkInvalid && error.code !== 'ERR_JWK_PRIVATE') return undefined;
    throw error;
  }
  if (jwk.kid === undefined || !isJsonObject(entry)) return undefined;
  const { issuer } = entry;
  if (issuer === undefined) return { kid: jwk.kid, jwk };
  // An issuer that cannot be read must not free the key of its issuer.
  return typeof issuer === 'string' ? { kid: jwk.kid, jwk, issuer } : undefined;
}
