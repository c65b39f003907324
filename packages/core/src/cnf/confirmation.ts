import { isJsonObject, type JsonObject } from '../base/strict-json.ts';
import { CnfInvalid } from '../errors/core-errors.ts';
import { type PublicJwk, parsePublicJwk } from '../jwk/public-jwk.ts';
import { isThumbprint, jwkThumbprint } from '../jwk/thumbprint.ts';

/** The key a token is bound to: carried whole, or named by its RFC 7638 thumbprint. */
export type KeyConfirmation =
  /** `cnf` carries the key whole. */
  | {
      readonly form: 'jwk';
      /** The public key itself. */
      readonly jwk: PublicJwk;
      /** RFC 7638 SHA-256 thumbprint of the key, base64url. */
      readonly thumbprint: string;
    }
  /** `cnf` names the key. */
  | {
      /** Which member of `cnf` names the key: `kid` as Entra writes it, `jkt` as RFC 9449 has it. */
      readonly form: 'kid' | 'jkt';
      /** RFC 7638 SHA-256 thumbprint of the key, base64url. */
      readonly thumbprint: string;
    };

/** What a token is bound to. At least one member is there; where both are, both must be proved. */
export interface Confirmation {
  /** The key that must be proved with every request. */
  readonly key?: KeyConfirmation;
  /** `x5t#S256`: base64url SHA-256 of the client certificate's DER (RFC 8705 section 3.1). */
  readonly certificateThumbprint?: string;
}

// `xms_ksl` is Entra's note on how the key is stored; it confirms nothing.
const knownMembers: ReadonlySet<string> = new Set(['jwk', 'kid', 'jkt', 'x5t#S256', 'xms_ksl']);

/**
 * Parses the `cnf` claim of a token that was already verified.
 *
 * Whatever could not be enforced is refused: an unknown member, no member, two members that name different keys. A `kid` names a key
 * by its thumbprint (Entra); beside a `jwk` it may also repeat that key's own label.
 *
 * Not checked: that anybody proves possession.
 *
 * @throws {@link CnfInvalid} `ERR_CNF_…`
 * @throws {@link JwkInvalid} when `jwk` is not a usable public key
 * @see RFC 7800 section 3; RFC 8705 section 3.1; RFC 9449 section 6.1
 *
 * @example
 * ```ts
 * import { parseCnf } from '@holdfast/core';
 *
 * const { key } = await parseCnf({ kid: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' });
 * console.log(key?.form, key?.thumbprint);
 * ```
 */
export async function parseCnf(value: unknown): Promise<Confirmation> {
  if (!isJsonObject(value)) throw new CnfInvalid('ERR_CNF_NOT_OBJECT');
  for (const name of Object.keys(value)) {
    if (!knownMembers.has(name)) throw new CnfInvalid('ERR_CNF_UNKNOWN_MEMBER');
  }
  const key = await parseKeyMembers(value);
  const certificate = value['x5t#S256'];
  if (certificate !== undefined && !isThumbprint(certificate)) {
    throw new CnfInvalid('ERR_CNF_THUMBPRINT', { detail: 'x5t#S256' });
  }
  if (key === undefined && certificate === undefined) throw new CnfInvalid('ERR_CNF_EMPTY');
  return {
    ...(key === undefined ? {} : { key }),
    ...(certificate === undefined ? {} : { certificateThumbprint: certificate }),
  };
}

async function parseKeyMembers(value: JsonObject): Promise<KeyConfirmation | undefined> {
  const { jwk, kid, jkt } = value;
  if (jkt !== undefined && !isThumbprint(jkt)) throw new CnfInvalid('ERR_CNF_THUMBPRINT', { detail: 'jkt' });
  if (jwk === undefined) {
    if (kid !== undefined && !isThumbprint(kid)) throw new CnfInvalid('ERR_CNF_THUMBPRINT', { detail: 'kid' });
    if (kid !== undefined && jkt !== undefined && kid !== jkt) throw new CnfInvalid('ERR_CNF_CONTRADICTION');
    if (jkt !== undefined) return { form: 'jkt', thumbprint: jkt };
    return kid === undefined ? undefined : { form: 'kid', thumbprint: kid };
  }
  const key = await keyFromJwk(jwk);
  if (jkt !== undefined && jkt !== key.thumbprint) throw new CnfInvalid('ERR_CNF_CONTRADICTION');
  if (kid !== undefined && kid !== key.thumbprint && kid !== key.jwk.kid) throw new CnfInvalid('ERR_CNF_CONTRADICTION');
  return key;
}

/**
 * Makes a confirmation from a whole public key, and refuses a `kid` that poses as the thumbprint of another key.
 *
 * Any other `kid` is a label of the application: kept, shown, never used to find a key.
 *
 * @throws {@link CnfInvalid} `ERR_CNF_CONTRADICTION`
 * @throws {@link JwkInvalid}
 */
export async function keyFromJwk(value: unknown): Promise<KeyConfirmation & { readonly form: 'jwk' }> {
  const jwk = parsePublicJwk(value);
  const thumbprint = await jwkThumbprint(jwk);
  if (isThumbprint(jwk.kid) && jwk.kid !== thumbprint)
    throw new CnfInvalid('ERR_CNF_CONTRADICTION', { detail: 'kid of the jwk' });
  return { form: 'jwk', jwk, thumbprint };
}
