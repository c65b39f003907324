/** Signature algorithms of this project (RFC 7518 section 3). Symmetric ones and `none` do not exist here. */
export type JwsAlgorithm = 'RS256' | 'PS256' | 'ES256';

/** What a signature algorithm needs from a key and from WebCrypto. */
export interface AlgorithmEntry {
  /** Registered name, as in the header of a token. */
  readonly alg: JwsAlgorithm;
  /** The key type it takes (RFC 7517 section 4.1). */
  readonly kty: 'RSA' | 'EC';
  /** Parameters for importing or generating a key. */
  readonly keyParams: {
    /** Algorithm name of WebCrypto. */
    readonly name: string;
    /** Hash that an RSA key is imported for. */
    readonly hash?: string;
    /** Curve of an EC key. */
    readonly namedCurve?: string;
  };
  /** Parameters for signing and verifying. */
  readonly signParams: {
    /** Algorithm name of WebCrypto. */
    readonly name: string;
    /** Hash that an ECDSA signature is made over. */
    readonly hash?: string;
    /** Length of the salt of RSA-PSS, in bytes. */
    readonly saltLength?: number;
  };
}

const entries: readonly AlgorithmEntry[] = [
  {
    alg: 'RS256',
    kty: 'RSA',
    keyParams: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    signParams: { name: 'RSASSA-PKCS1-v1_5' },
  },
  {
    alg: 'PS256',
    kty: 'RSA',
    keyParams: { name: 'RSA-PSS', hash: 'SHA-256' },
    signParams: { name: 'RSA-PSS', saltLength: 32 },
  },
  {
    alg: 'ES256',
    kty: 'EC',
    keyParams: { name: 'ECDSA', namedCurve: 'P-256' },
    signParams: { name: 'ECDSA', hash: 'SHA-256' },
  },
];

// A Map, not an object: a header that says `"alg": "__proto__"` finds nothing.
const byName: ReadonlyMap<unknown, AlgorithmEntry> = new Map(entries.map((entry) => [entry.alg, entry]));

/** Finds an algorithm by its registered name, case-sensitively; anything else, of any type, is undefined. */
export function findAlgorithm(alg: unknown): AlgorithmEntry | undefined {
  return byName.get(alg);
}
