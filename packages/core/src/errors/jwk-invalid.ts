import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Why {@link JwkInvalid} is thrown. */
export const jwkErrors = {
  ERR_JWK_NOT_OBJECT: {
    meaning: 'A JWK must be a JSON object',
    mend: 'Send a public key as a JSON Web Key (RFC 7517 section 4).',
  },
  ERR_JWK_PRIVATE: {
    meaning: 'The JWK carries private or symmetric key material',
    mend: 'Send the public members only, and treat this key as disclosed.',
  },
  ERR_JWK_KTY: {
    meaning: 'The key type of the JWK is not supported',
    mend: 'Use an RSA key or an EC key on P-256.',
  },
  ERR_JWK_MEMBER: {
    meaning: 'A member of the JWK is missing or malformed',
    mend: 'Encode each number as canonical base64url without leading zeros (RFC 7518 section 6).',
  },
  ERR_JWK_WEAK: {
    meaning: 'The key is too weak',
    mend: 'Use RSA with 2048 to 8192 bits, an odd modulus and an odd public exponent of at least 65537.',
  },
  ERR_JWK_NOT_ON_CURVE: {
    meaning: 'The point of the JWK is not on its curve',
    mend: 'Export the public key again from the key pair.',
  },
  ERR_JWK_ALG: {
    meaning: 'The algorithm or use named in the JWK does not fit a signature key of its type',
    mend: 'Use RS256 or PS256 with RSA and ES256 with P-256, `sig` as use, and `verify` among key_ops.',
  },
  ERR_JWK_SET: {
    meaning: 'The document is not a usable JWK Set',
    mend: 'Send an object with a `keys` array of public keys (RFC 7517 section 5).',
  },
} as const;

/** Codes of {@link JwkInvalid}. */
export type JwkCode = keyof typeof jwkErrors;

/** A JSON Web Key is malformed, weak, private or of an unsupported kind. */
export class JwkInvalid extends HoldfastError<JwkCode> {
  constructor(code: JwkCode, options?: ErrorDetails) {
    super(code, jwkErrors[code], options);
  }
}
