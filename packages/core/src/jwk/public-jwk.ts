import { isJsonObject, type JsonObject } from '../base/strict-json.ts';
import { JwkInvalid } from '../errors/jwk-invalid.ts';
import { findAlgorithm } from '../jwa/algorithms.ts';
import { checkEcPoint, checkRsaNumbers } from './key-numbers.ts';
import { refusePrivateMembers } from './private-members.ts';

interface JwkLabels {
  /** A name that its owner gave it; no promise that it is a thumbprint. */
  readonly kid?: string;
  /** `sig`, where it is said. */
  readonly use?: string;
  /** The one algorithm it is for, where it is said. */
  readonly alg?: string;
}

/** A public RSA key (RFC 7518 section 6.3.1). */
export interface RsaPublicJwk extends JwkLabels {
  readonly kty: 'RSA';
  /** Modulus, 2048 to 8192 bits, base64url without leading zeros. */
  readonly n: string;
  /** Public exponent, base64url; odd and at least 65537. */
  readonly e: string;
}

/** A public key on P-256 (RFC 7518 section 6.2.1). */
export interface EcPublicJwk extends JwkLabels {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  /** First coordinate: 32 bytes as base64url. */
  readonly x: string;
  /** Second coordinate: 32 bytes as base64url. */
  readonly y: string;
}

/** A public key that was checked member by member. */
export type PublicJwk = RsaPublicJwk | EcPublicJwk;

const longestKid = 256;

/**
 * Parses a public JSON Web Key and keeps only the members that are understood.
 *
 * Refused: private or symmetric material, RSA under 2048 or over 8192 bits, an even or small exponent, an even modulus, numbers
 * with leading zeros, padding or spare bits (one key must have one thumbprint), points off the curve, an `alg` or `use` that
 * contradicts the key, `key_ops` without `verify`.
 *
 * Not checked: `x5c` and `ext`, which are dropped as `key_ops` is; whether anybody holds the private key.
 *
 * @param value - the parsed JSON, of any type
 * @throws {@link JwkInvalid} for everything that is refused
 * @see RFC 7517 section 4; RFC 7518 section 6
 *
 * @example
 * ```ts
 * import { generateSigningKey, jwkThumbprint, parsePublicJwk } from '@holdfast/core';
 *
 * const key = await generateSigningKey({ alg: 'ES256' });
 * const jwk = parsePublicJwk({ ...key.jwk, use: 'sig' });
 * console.log(await jwkThumbprint(jwk));
 * ```
 */
export function parsePublicJwk(value: unknown): PublicJwk {
  if (!isJsonObject(value)) throw new JwkInvalid('ERR_JWK_NOT_OBJECT');
  refusePrivateMembers(value);
  const labels = parseLabels(value);
  switch (value['kty']) {
    case 'RSA': {
      const n = numberMember(value, 'n');
      const e = numberMember(value, 'e');
      checkRsaNumbers(n, e);
      return { kty: 'RSA', n, e, ...labels };
    }
    case 'EC': {
      if (value['crv'] !== 'P-256') throw new JwkInvalid('ERR_JWK_KTY', { detail: 'crv' });
      const x = numberMember(value, 'x');
      const y = numberMember(value, 'y');
      checkEcPoint(x, y);
      return { kty: 'EC', crv: 'P-256', x, y, ...labels };
    }
    default:
      throw new JwkInvalid('ERR_JWK_KTY');
  }
}

function parseLabels(value: JsonObject): JwkLabels {
  const { kid, use, alg, kty, key_ops: operations } = value;
  if (kid !== undefined && (typeof kid !== 'string' || kid === '' || kid.length > longestKid)) {
    throw new JwkInvalid('ERR_JWK_MEMBER', { detail: 'member kid' });
  }
  if (use !== undefined && use !== 'sig') throw new JwkInvalid('ERR_JWK_ALG', { detail: 'member use' });
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify')))
    throw new JwkInvalid('ERR_JWK_ALG', { detail: 'member key_ops' });
  if (alg !== undefined && findAlgorithm(alg)?.kty !== kty)
    throw new JwkInvalid('ERR_JWK_ALG', { detail: 'member alg' });
  return {
    ...(kid === undefined ? {} : { kid }),
    ...(use === undefined ? {} : { use }),
    ...(typeof alg === 'string' ? { alg } : {}),
  };
}

function numberMember(value: JsonObject, name: string): string {
  const member = value[name];
  if (typeof member !== 'string' || member === '') throw new JwkInvalid('ERR_JWK_MEMBER', { detail: `member ${name}` });
  return member;
}
