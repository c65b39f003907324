import type { Bytes } from '../base/bytes.ts';
import type { JwsAlgorithm } from '../jwa/algorithms.ts';
import type { PublicJwk } from '../jwk/public-jwk.ts';

/**
 * A WebCrypto key of the host. Published types never name the ambient `CryptoKey`, which Node programs without DOM types lack.
 */
export type HostCryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/**
 * Port: a private key that signs and is never seen. Implementations keep it in WebCrypto, in a file, in an HSM, in a vault.
 *
 * `sign` returns the JWS form of a signature: r‖s for ES256 (RFC 7518 section 3.4).
 */
export interface SigningKey {
  /** The one algorithm it signs with. */
  readonly alg: JwsAlgorithm;
  /** Its public half. */
  readonly jwk: PublicJwk;
  /** RFC 7638 SHA-256 thumbprint of {@link SigningKey.jwk}. */
  readonly thumbprint: string;
  /** Signs bytes and gives the JWS form of the signature. */
  sign(data: Bytes): Bytes | Promise<Bytes>;
  /**
   * The same for ASCII text, where the key can do without bytes of the caller's own. Other letters are the caller's mistake: what it signs
   * then is undefined.
   */
  signAscii?(text: string): Bytes | Promise<Bytes>;
}

/** Port: a public key that verifies signatures of one algorithm. */
export interface VerificationKey {
  /** The one algorithm it verifies. */
  readonly alg: JwsAlgorithm;
  /**
   * Tells whether a signature belongs to these bytes and this key.
   *
   * @param data - the bytes that were signed
   * @param signature - in its JWS form: r‖s for ES256
   */
  verify(data: Bytes, signature: Bytes): boolean | Promise<boolean>;
  /** The same for ASCII text, where the key can do without a copy of its bytes. */
  verifyAscii?(text: string, signature: Bytes): boolean | Promise<boolean>;
}
