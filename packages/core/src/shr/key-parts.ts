import { encodeBase64url } from '../base/base64url.ts';
import { encodeUtf8 } from '../base/bytes.ts';
import { refusePrivateMembers } from '../jwk/private-members.ts';
import type { PublicJwk } from '../jwk/public-jwk.ts';
import type { SigningKey } from '../keys/signing-key.ts';
import { createLastWritten, type LastWritten } from '../memory/last-written.ts';
import { encodeOpening, type Opening } from './opening.ts';

/** What all proofs of one key have in common. */
export interface KeyParts {
  /** The header, encoded. */
  readonly header: string;
  /** `,"cnf":{"jwk":{…}}}`: the end of the payload. */
  readonly end: string;
  readonly openings: LastWritten<Opening>;
  /** Where its last requests went, by the text of the address. */
  readonly targets: LastWritten<string>;
}

// A key serves one client, which has a token for each API that it calls, and calls a few addresses over and over.
const openingsPerKey = 16;
const targetsPerKey = 64;
// Seen from outside this is a pure function of the key: an entry is made of nothing else, and goes with it.
const partsByJwk = new WeakMap<object, KeyParts & { readonly key: Pick<SigningKey, 'alg' | 'thumbprint'> }>();

/**
 * Encodes what all proofs of a key have in common, once.
 *
 * Not checked: the numbers of the key; whoever verifies the proof reads them.
 *
 * @throws {@link JwkInvalid} `ERR_JWK_PRIVATE`
 */
export function findKeyParts({ alg, jwk, thumbprint }: SigningKey): KeyParts {
  const known = partsByJwk.get(jwk);
  if (known?.key.alg === alg && known.key.thumbprint === thumbprint) return known;
  const header = JSON.stringify({ typ: 'pop', kid: thumbprint, alg });
  const cnf = { jwk: { ...publicMembers(jwk), kid: thumbprint } };
  const parts = {
    key: { alg, thumbprint },
    header: encodeBase64url(encodeUtf8(header)),
    end: `,"cnf":${JSON.stringify(cnf)}}`,
    openings: createLastWritten<Opening>(openingsPerKey),
    targets: createLastWritten<string>(targetsPerKey),
  };
  // A key that may still be changed is read every time.
  if (Object.isFrozen(jwk)) partsByJwk.set(jwk, parts);
  return parts;
}

// A key made elsewhere may carry more members than its type admits, even private ones.
function publicMembers(jwk: PublicJwk): object {
  refusePrivateMembers(jwk);
  if (jwk.kty === 'RSA') return { kty: jwk.kty, n: jwk.n, e: jwk.e };
  return { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y };
}

/** Encodes the beginning of a payload, once for each of the tokens that were used last. */
export function findOpening({ openings }: KeyParts, accessToken: string): Opening {
  const known = openings.find(accessToken);
  if (known !== undefined) return known;
  const opening = encodeOpening(accessToken);
  openings.write(accessToken, opening);
  return opening;
}
