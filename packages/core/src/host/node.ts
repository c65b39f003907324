/*
 * The cryptography of Node, synchronously: a thread-pool call costs three to ten times the signature that it verifies. See `web.ts`,
 * its twin for every other runtime.
 */
import {
  constants,
  createHmac,
  createPublicKey,
  createSecretKey,
  hash,
  type KeyObject,
  randomFillSync,
  verify,
} from 'node:crypto';

type Bytes = Uint8Array<ArrayBuffer>;
type Verifier = (data: Bytes, signature: Bytes) => boolean;

/** SHA-256. */
export function hostSha256(bytes: Bytes): Bytes {
  return new Uint8Array(hash('sha256', bytes, 'buffer'));
}

/** Makes HMAC-SHA-256 under one key (RFC 2104). */
export function hostMac(secret: Bytes): (data: Bytes) => Bytes {
  const key = createSecretKey(secret);
  return (data) => new Uint8Array(createHmac('sha256', key).update(data).digest());
}

/** Imports a public key for one algorithm; rejects what does not fit. */
export async function hostVerifier(key: object, alg: 'RS256' | 'PS256' | 'ES256'): Promise<Verifier> {
  const imported = createPublicKey({ key: { ...key }, format: 'jwk' });
  if (imported.asymmetricKeyType !== (alg === 'ES256' ? 'ec' : 'rsa'))
    throw new TypeError('the key does not fit the algorithm');
  return verifiers[alg](imported);
}

const verifiers: Readonly<Record<'RS256' | 'PS256' | 'ES256', (key: KeyObject) => Verifier>> = {
  // The bare key, never an object around it: inside Node that throws and catches an error on every call.
  RS256: (key) => (data, signature) => verify('sha256', data, key, signature),
  PS256: (key) => {
    const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    return (data, signature) => verify('sha256', data, pss, signature);
  },
  ES256: (key) => (data, signature) => signature.length === 64 && verify('sha256', data, key, derFromRaw(signature)),
};

/** Writes r‖s of a JWS (RFC 7518 section 3.4) as the DER that OpenSSL reads (RFC 3279 section 2.2.3). */
function derFromRaw(raw: Bytes): Uint8Array {
  const r = derInteger(raw.subarray(0, 32));
  const s = derInteger(raw.subarray(32));
  const der = new Uint8Array(2 + r.length + s.length);
  der[0] = 0x30;
  der[1] = r.length + s.length;
  der.set(r, 2);
  der.set(s, 2 + r.length);
  return der;
}

function derInteger(number: Uint8Array): Uint8Array {
  let start = 0;
  while (start < 31 && number[start] === 0) start += 1;
  const digits = number.subarray(start);
  // DER integers are signed: a leading bit would make it negative.
  const pad = (digits[0] ?? 0) >= 0x80 ? 1 : 0;
  const integer = new Uint8Array(2 + pad + digits.length);
  integer[0] = 0x02;
  integer[1] = pad + digits.length;
  integer.set(digits, 2 + pad);
  return integer;
}

/** Encodes bytes as base64url without padding. */
export function hostEncodeBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');
}

/** Decodes the one canonical form of base64url; undefined for any other text. */
export function hostDecodeBase64url(text: string): Bytes | undefined {
  // Node skips what it does not know, so the text is canonical only if encoding gives it back to the letter.
  const bytes = Buffer.from(text, 'base64url');
  // A copy: a Buffer shares its memory with others.
  return bytes.toString('base64url') === text ? new Uint8Array(bytes) : undefined;
}

// A call costs microseconds however little is asked for, so randomness is fetched in advance; what was handed out is wiped here.
const pool = new Uint8Array(4096);
const cursor = { next: pool.length };

/** Bytes from the runtime's cryptographic random source. */
export function hostRandomBytes(length: number): Bytes {
  if (length > 256) return randomFillSync(new Uint8Array(length));
  if (cursor.next + length > pool.length) {
    randomFillSync(pool);
    cursor.next = 0;
  }
  const taken = pool.subarray(cursor.next, cursor.next + length);
  cursor.next += length;
  const bytes = taken.slice();
  taken.fill(0);
  return bytes;
}
