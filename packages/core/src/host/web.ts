/*
 * The cryptography of any runtime: WebCrypto. Its twin `node.ts` does the same with `node:crypto`, synchronously; package.json chooses.
 * Both run the same contract (test/host), and neither imports a room above.
 */
export { hostDecodeBase64url, hostEncodeBase64url } from './base64url.ts';

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

/** Tells whether a signature in JWS form is one of this key over these bytes. */
export type HostVerifier = (data: Bytes, signature: Bytes) => Soon<boolean>;

const algorithms = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 },
  ES256: { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' },
} as const;

/** SHA-256. */
export function hostSha256(bytes: Bytes): Soon<Bytes> {
  return crypto.subtle.digest('SHA-256', bytes).then((digest) => new Uint8Array(digest));
}

/** Makes HMAC-SHA-256 under one key (RFC 2104). */
export function hostMac(secret: Bytes): (data: Bytes) => Soon<Bytes> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  let key: ReturnType<typeof importKey> | undefined;
  const importKey = () => crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
  return async (data) => {
    key ??= importKey();
    return new Uint8Array(await crypto.subtle.sign('HMAC', await key, data));
  };
}

/** Imports a public key for one algorithm; rejects what does not fit. */
export async function hostVerifier(key: HostPublicKey, alg: keyof typeof algorithms): Promise<HostVerifier> {
  const algorithm = algorithms[alg];
  const imported = await crypto.subtle.importKey('jwk', { ...key }, algorithm, false, ['verify']);
  return (data, signature) => crypto.subtle.verify(algorithm, imported, signature, data);
}

/** Bytes from the runtime's cryptographic random source. */
export function hostRandomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}
