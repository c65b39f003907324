import { type ErrorDetails, type ErrorEntry, HoldfastError } from './holdfast-error.ts';

/** Why {@link ShrInvalid} is thrown where a request is signed. */
export const shrErrors = {
  ERR_SHR_CLAIM_MALFORMED: {
    meaning: 'A claim of the signed HTTP request is malformed',
    mend: 'Write the claim as draft-ietf-oauth-signed-http-request section 3 defines it.',
  },
  ERR_SHR_QUERY_UNSIGNABLE: {
    meaning: 'The query cannot be covered by a signed HTTP request',
    mend: 'Name every parameter once and leave out empty ones (draft-ietf-oauth-signed-http-request section 7.5).',
  },
  ERR_SHR_HEADERS: {
    meaning: 'The proof does not match the headers that were sent',
    mend: 'Sign headers that appear once and reach the API unchanged.',
  },
} as const;

/** Why {@link ShrInvalid} is thrown where a signed HTTP request is verified; who only signs does not carry these rows. */
export const failedProofErrors = {
  ERR_SHR_TYP: {
    meaning: 'The token type in the header of the proof is not that of a signed HTTP request',
    mend: 'Set `typ` to `pop`.',
  },
  ERR_SHR_DIALECT: {
    meaning: 'The proof is written in a dialect that is not accepted here',
    mend: 'Sign as draft-ietf-oauth-signed-http-request defines it, or have the API enable the dialect of the client by name.',
  },
  ERR_SHR_CLAIM_MISSING: {
    meaning: 'The signed HTTP request lacks a claim that is required',
    mend: 'Sign at, ts, m, u, p and q (draft-ietf-oauth-signed-http-request section 3).',
  },
  ERR_SHR_CNF: {
    meaning: 'The signed HTTP request does not carry a usable confirmation key',
    mend: 'Put the public key under cnf.jwk when the access token names it by thumbprint only.',
  },
  ERR_SHR_KEY_MISMATCH: {
    meaning: 'The proof key is not the key that the access token is bound to',
    mend: 'Sign with the key that was named when the token was requested.',
  },
  ERR_SHR_ACCESS_TOKEN_MISMATCH: {
    meaning: 'The proof was made for another access token',
    mend: 'Sign a proof for the token that is sent.',
  },
  ERR_SHR_STALE: {
    meaning: 'The signed HTTP request is too old',
    mend: 'Sign each request when it is sent, and keep the clock in step.',
  },
  ERR_SHR_FUTURE: {
    meaning: 'The signed HTTP request is dated in the future',
    mend: 'Sign each request when it is sent, and keep the clock in step.',
  },
  ERR_SHR_METHOD: {
    meaning: 'The proof was made for another HTTP method',
    mend: 'Sign the method that is sent, in upper case.',
  },
  ERR_SHR_HOST: {
    meaning: 'The proof was made for another host',
    mend: 'Sign the host and port of the API as its owner configured them.',
  },
  ERR_SHR_PATH: {
    meaning: 'The proof was made for another path',
    mend: 'Sign the path exactly as it is sent, percent-encoding included.',
  },
  ERR_SHR_QUERY: {
    meaning: 'The proof does not cover the query that was sent',
    mend: 'Sign every query parameter exactly as it is sent.',
  },
  ERR_SHR_BODY: {
    meaning: 'The proof does not match the body that was sent',
    mend: 'Sign the body bytes that are sent.',
  },
  ERR_SHR_BODY_UNAVAILABLE: {
    meaning: 'The proof covers a body that was not given to the verifier',
    mend: 'Hand the raw body bytes to the verifier (with Express: `express.json({ verify: keepRawBody })` before the guard).',
  },
} as const;

/** Codes of {@link ShrInvalid}. */
export type ShrCode = keyof typeof shrErrors | keyof typeof failedProofErrors;

/** Details of {@link ShrInvalid}. */
export interface ShrDetails extends ErrorDetails {
  /** Name of the claim that failed. @default none */
  readonly claim?: string | undefined;
}

/** A signed HTTP request is malformed, or does not prove possession for this request. */
export class ShrInvalid extends HoldfastError<ShrCode> {
  /** Name of the claim that failed, such as `ts` or `q`; undefined where no single claim did. */
  readonly claim: string | undefined;

  constructor(code: keyof typeof shrErrors, options?: ShrDetails);
  constructor(code: ShrCode, options: ShrDetails, entry: ErrorEntry);
  constructor(code: ShrCode, options: ShrDetails = {}, entry: ErrorEntry = shrErrors[code as keyof typeof shrErrors]) {
    super(code, entry, { detail: options.detail ?? options.claim, cause: options.cause });
    this.claim = options.claim;
  }
}
