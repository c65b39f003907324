import {
  decodeCompactJws,
  importVerificationKey,
  isGuid,
  type JsonObject,
  type JsonValue,
  parsePublicJwk,
  type RsaPublicJwk,
  verifyCompactJws,
} from '@holdfast/core';
import { isClaimTime } from '../client-auth/claim-time.ts';
import { AttestationRefused } from '../errors/attestation-refused.ts';

/** What whoever holds a key says about it, signed with that key. */
export interface KeyStatement {
  readonly jwk: RsaPublicJwk;
  /** GUID of the identity that will use it, in lower case. */
  readonly clientId: string;
  /** Epoch seconds: what is made from the statement is to end by then. */
  readonly endsBy?: number | undefined;
}

const type = 'key-attestation+jwt';
const statementId = /^[A-Za-z0-9_-]{16,128}$/;
const skewSeconds = 300;

/**
 * Reads and verifies a statement about a key.
 *
 * Not checked: whether it was sent before. Within its ten minutes it may come again; all that comes of it is another token for the same
 * key, which is worth nothing to whoever does not hold it.
 *
 * @param text - compact JWS
 * @param expected - `audience`: address of the service; `at` is epoch milliseconds
 * @throws {@link AttestationRefused}
 */
export async function readStatement(
  text: string,
  expected: { readonly audience: string; readonly at: number },
): Promise<KeyStatement> {
  const { header, payload, jws } = decode(text);
  if (header.typ !== type || header.alg !== 'PS256') refuse('typ and alg');
  const jwk = readKey(payload['jwk']);
  await importVerificationKey(jwk, 'PS256')
    .then((key) => verifyCompactJws(jws, { key }))
    .catch((cause: unknown) => refuse('signature', cause));
  const { aud, iat, jti, exp, client_id: clientId } = payload;
  if (aud !== expected.audience) refuse('aud');
  const now = Math.floor(expected.at / 1000);
  if (!isClaimTime(iat) || Math.abs(iat - now) > skewSeconds) refuse('iat');
  if (typeof jti !== 'string' || !statementId.test(jti)) refuse('jti');
  if (typeof clientId !== 'string' || !isGuid(clientId.toLowerCase())) refuse('client_id');
  if (exp !== undefined && (!isClaimTime(exp) || exp <= now)) refuse('exp');
  return { jwk, clientId: clientId.toLowerCase(), ...(exp === undefined ? {} : { endsBy: exp }) };
}

function decode(
  text: string,
): ReturnType<typeof decodeCompactJws> & { readonly jws: ReturnType<typeof decodeCompactJws> } {
  try {
    const jws = decodeCompactJws(text);
    return { ...jws, jws };
  } catch (cause) {
    return refuse('compact JWS', cause);
  }
}

// Nothing but the numbers: a name that its owner gave the key would go into what others sign.
function readKey(value: JsonValue | undefined): RsaPublicJwk {
  try {
    const jwk = parsePublicJwk(value);
    if (jwk.kty === 'RSA' && Object.keys(value as JsonObject).length === 3) return jwk;
  } catch (cause) {
    return refuse('jwk', cause);
  }
  return refuse('jwk');
}

function refuse(what: string, cause?: unknown): never {
  throw new AttestationRefused(what, cause);
}
