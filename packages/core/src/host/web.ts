/*
 * The cryptography of any runtime: WebCrypto. Its twin `node.ts` does the same with `node:crypto`, synchronously; package.json chooses.
 * Both run the same contract (test/host), and neither imports a room above.
 */
import { hostDecodeBase64url, hostEncodeBase64url } from './base64url.ts';
import { signatureLength } from './signature-length.ts';

export { hostDecodeBase64url, hostDecodeBase64url as hostReadBase64url, hostEncodeBase64url } from './base64url.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A value that is there already, or will be. */
export type Soon<T> = T | Promise<T>;

/** The numbers of a public key; they were checked before they come here. */
export interface HostPublicKey {
  readonly kty: string;
  readonly n?: string;
  readonly e?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
}

/** Tells whether a signature in JWS form is one of this key over these bytes, or over this ASCII text. */
export interface HostVerifier {
  readonly verify: (data: Bytes, signature: Bytes) => Soon<boolean>;
  readonly verifyAscii: (text: string, signature: Bytes) => Soon<boolean>;
}

const algorithms = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 },
  ES256: { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' },
} as const;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** SHA-256. */
export function hostSha256(bytes: Bytes): Soon<Bytes> {
  return crypto.subtle.digest('SHA-256', bytes).then((digest) => new Uint8Array(digest));
}

/** SHA-256 in base64url, of bytes or of text as UTF-8. */
export async function hostSha256Base64url(data: Bytes | string): Promise<string> {
  return hostEncodeBase64url(await hostSha256(typeof data === 'string' ? encoder.encode(data) : data));
}

/** Encodes text as UTF-8; the memory around it may be shared. */
export function hostBytes(text: string): Bytes {
  return encoder.encode(text);
}

/** Encodes text as UTF-8, and that as base64url. */
export function hostEncodeBase64urlText(text: string): string {
  return hostEncodeBase64url(encoder.encode(text));
}

/** Decodes canonical base64url of well-formed UTF-8; undefined for any other text. */
export function hostDecodeBase64urlText(text: string): string | undefined {
  const bytes = hostDecodeBase64url(text);
  try {
    return bytes === undefined ? undefined : decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Makes HMAC-SHA-256 under one key (RFC 2104), over ASCII text behind a fixed beginning, and in base64url. */
export function hostMac(secret: Bytes, beginning = ''): (text: string) => Soon<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  let key: ReturnType<typeof importKey> | undefined;
  const importKey = () => crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
  return async (text) => {
    key ??= importKey();
    const mac = await crypto.subtle.sign('HMAC', await key, encoder.encode(beginning + text));
    return hostEncodeBase64url(new Uint8Array(mac));
  };
}

/** Imports a public key for one algorithm; rejects what does not fit. */
export async function hostVerifier(key: HostPublicKey, alg: keyof typeof algorithms): Promise<HostVerifier> {
  const algorithm = algorithms[alg];
  const imported = await crypto.subtle.importKey('jwk', { ...key }, algorithm, false, ['verify']);
  const length = signatureLength(key, alg);
  const verify = (data: Bytes, signature: Bytes) =>
    signature.length === length && crypto.subtle.verify(algorithm, imported, signature, data);
  return { verify, verifyAscii: (text, signature) => verify(encoder.encode(text), signature) };
}

/** Bytes from the runtime's cryptographic random source. */
export function hostRandomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}
