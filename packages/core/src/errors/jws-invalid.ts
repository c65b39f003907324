import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Why {@link JwsInvalid} is thrown. */
export const jwsErrors = {
  ERR_JWS_TOO_LARGE: {
    meaning: 'The token is longer than allowed',
    mend: 'Send a shorter token or raise the limit where it is read.',
  },
  ERR_JWS_SEGMENTS: {
    meaning: 'The token is not a compact JWS of three parts',
    mend: 'Send a signed token in compact serialisation (RFC 7515 section 7.1).',
  },
  ERR_JWS_ENCODING: {
    meaning: 'A part of the token is not canonical base64url',
    mend: 'Send the token byte for byte as it was issued.',
  },
  ERR_JWS_JSON: {
    meaning: 'A part of the token is not a strict JSON object',
    mend: 'Send the token byte for byte as it was issued.',
  },
  ERR_JWS_ALG: {
    meaning: 'The algorithm of the token is missing or not allowed',
    mend: 'Sign with RS256, PS256 or ES256.',
  },
  ERR_JWS_HEADER: {
    meaning: 'The token header has a member that is not allowed',
    mend: 'Keep to alg, typ, kid, x5t and x5t#S256; keys and extensions in a header are never trusted.',
  },
} as const;

/** Codes of {@link JwsInvalid}. */
export type JwsCode = keyof typeof jwsErrors;

/** A compact JWS is malformed or its header is not allowed; its signature was not looked at. */
export class JwsInvalid extends HoldfastError<JwsCode> {
  constructor(code: JwsCode, options?: ErrorDetails) {
    super(code, jwsErrors[code], options);
  }
}
