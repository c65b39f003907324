/*
 * The cryptography of Node, synchronously: a thread-pool call costs three to ten times the signature that it verifies. See `web.ts`,
 * its twin for every other runtime.
 */
import { constants, createPublicKey, hash, type KeyObject, randomFillSync, verify } from 'node:crypto';
import { createDerWriter } from './der-signature.ts';
import { signatureLength } from './signature-length.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

type Verify = (data: Uint8Array, signature: Bytes) => boolean;

interface Verifier {
  readonly verify: Verify;
  readonly verifyAscii: (text: string, signature: Bytes) => boolean;
}

/** SHA-256. */
export function hostSha256(bytes: Bytes): Bytes {
  return new Uint8Array(hash('sha256', bytes, 'buffer'));
}

/** SHA-256 in base64url, of bytes or of text as UTF-8. */
export function hostSha256Base64url(data: Bytes | string): string {
  return hash('sha256', typeof data === 'string' ? bytesForNow(data) : data, 'base64url');
}

// RFC 2104 over two one-shot hashes: `createHmac` costs seven times as much for the few bytes of a nonce.
const blockLength = 64;

/** Makes HMAC-SHA-256 under one key (RFC 2104), over ASCII text behind a fixed beginning, and in base64url. */
export function hostMac(secret: Bytes, beginning = ''): (text: string) => string {
  const key = new Uint8Array(blockLength);
  key.set(secret.length > blockLength ? hostSha256(secret) : secret);
  // Not from the shared pool: these bytes are as good as the key.
  const outer = Buffer.alloc(blockLength + 32);
  outer.set(key.map((byte) => byte ^ 0x5c));
  const start = blockLength + beginning.length;
  const innerFor = (length: number): Buffer => {
    const buffer = Buffer.alloc(start + length);
    buffer.set(key.map((byte) => byte ^ 0x36));
    buffer.write(beginning, blockLength, 'latin1');
    return buffer;
  };
  let inner = innerFor(0);
  return (text) => {
    // Texts of one kind have one length, so the buffer is the same nearly every time.
    if (inner.length !== start + text.length) inner = innerFor(text.length);
    inner.write(text, start, 'latin1');
    // Through text, because a digest as text is five times as fast as one in a Buffer of its own.
    outer.write(hash('sha256', inner, 'binary'), blockLength, 'latin1');
    return hash('sha256', outer, 'base64url');
  };
}

/** Imports a public key for one algorithm; rejects what does not fit. */
export async function hostVerifier(key: { readonly n?: string }, alg: 'RS256' | 'PS256' | 'ES256'): Promise<Verifier> {
  const imported = createPublicKey({ key: { ...key }, format: 'jwk' });
  if (imported.asymmetricKeyType !== (alg === 'ES256' ? 'ec' : 'rsa'))
    throw new TypeError('the key does not fit the algorithm');
  const length = signatureLength(key, alg);
  const isSigned = verifiers[alg](imported);
  const verifyBytes: Verify = (data, signature) => signature.length === length && isSigned(data, signature);
  return {
    verify: verifyBytes,
    // As UTF-8, so that no letter beyond ASCII can pass for its low byte.
    verifyAscii: (text, signature) => verifyBytes(bytesForNow(text), signature),
  };
}

// One buffer for all texts: they are read before anybody else can run, and a buffer for each would be the collector's work.
const scratch = Buffer.alloc(131_072);

/** The bytes of a text, which are good until the next call. */
const bytesForNow = createTextWriter();

function createTextWriter(): (text: string) => Uint8Array {
  // Texts of one kind have one length, so the view is the same nearly every time.
  let view = scratch.subarray(0, 0);
  return (text) => {
    if (text.length * 3 > scratch.length) return Buffer.from(text);
    const length = scratch.write(text, 0, 'utf8');
    if (view.length !== length) view = scratch.subarray(0, length);
    return view;
  };
}

const derForNow = createDerWriter();

const verifiers: Readonly<Record<'RS256' | 'PS256' | 'ES256', (key: KeyObject) => Verify>> = {
  // The bare key, never an object around it: inside Node that throws and catches an error on every call.
  RS256: (key) => (data, signature) => verify('sha256', data, key, signature),
  PS256: (key) => {
    const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    return (data, signature) => verify('sha256', data, pss, signature);
  },
  ES256: (key) => (data, signature) => verify('sha256', data, key, derForNow(signature)),
};

/** Encodes text as UTF-8; the memory around it may be shared. */
export function hostBytes(text: string): Bytes {
  return Buffer.from(text);
}

/** Encodes bytes as base64url without padding. */
export function hostEncodeBase64url(bytes: Uint8Array): string {
  if (bytes.length > small.length) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');
  }
  // V8 keeps an array of 64 bytes among its objects, and must move it out for whoever asks for its buffer.
  small.set(bytes);
  return small.toString('base64url', 0, bytes.length);
}

const small = Buffer.alloc(64);

/** Encodes text as UTF-8, and that as base64url. */
export function hostEncodeBase64urlText(text: string): string {
  if (text.length * 3 > scratch.length) return Buffer.from(text).toString('base64url');
  return scratch.toString('base64url', 0, scratch.write(text, 0, 'utf8'));
}

/** Decodes the one canonical form of base64url; undefined for any other text. */
export function hostDecodeBase64url(text: string): Bytes | undefined {
  const bytes = hostReadBase64url(text);
  return bytes === undefined ? undefined : new Uint8Array(bytes);
}

/** The same, for reading only: the memory may be shared. A copy of a kilobyte costs more than to decode it. */
export function hostReadBase64url(text: string): Bytes | undefined {
  // Node skips what it does not know, so the text is canonical only if encoding gives it back to the letter.
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

/** Decodes canonical base64url of well-formed UTF-8; undefined for any other text. */
export function hostDecodeBase64urlText(text: string): string | undefined {
  if (text.length > scratch.length) return undefined;
  const length = scratch.write(text, 0, 'base64url');
  if (scratch.toString('base64url', 0, length) !== text) return undefined;
  const decoded = scratch.toString('utf8', 0, length);
  // The sign that stands for what is not UTF-8; it may also be there by right, and the strict decoder knows.
  if (!decoded.includes('\ufffd')) return decoded;
  try {
    return decoder.decode(scratch.subarray(0, length));
  } catch {
    return undefined;
  }
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
