import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Why {@link CnfInvalid} is thrown. */
export const cnfErrors = {
  ERR_CNF_NOT_OBJECT: {
    meaning: 'The confirmation is not a JSON object',
    mend: 'Put an object under `cnf` (RFC 7800 section 3.1).',
  },
  ERR_CNF_EMPTY: {
    meaning: 'The confirmation names no key and no certificate',
    mend: 'Name exactly one key or certificate under `cnf`.',
  },
  ERR_CNF_UNKNOWN_MEMBER: {
    meaning: 'The confirmation has a member that is not understood',
    mend: 'Use jwk, kid, jkt or x5t#S256: an unknown confirmation method cannot be enforced.',
  },
  ERR_CNF_THUMBPRINT: {
    meaning: 'A thumbprint in the confirmation is malformed',
    mend: 'Send the base64url SHA-256 thumbprint, 43 characters.',
  },
  ERR_CNF_CONTRADICTION: {
    meaning: 'The confirmation names two different keys',
    mend: 'Name one key; every thumbprint beside it must be its own (RFC 7800 section 3.1).',
  },
  ERR_REQ_CNF_ENCODING: {
    meaning: 'The requested confirmation is not base64url of a JSON object',
    mend: 'Send base64url without padding of {"kid":"<thumbprint>"} or of the public JWK.',
  },
  ERR_REQ_CNF_SHAPE: {
    meaning: 'The requested confirmation is neither a key thumbprint nor a public JWK',
    mend: 'Send {"kid":"<thumbprint>"} or the public JWK itself.',
  },
} as const;

/** Codes of {@link CnfInvalid}. */
export type CnfCode = keyof typeof cnfErrors;

/** A confirmation (`cnf` or `req_cnf`) cannot be enforced as it stands. */
export class CnfInvalid extends HoldfastError<CnfCode> {
  constructor(code: CnfCode, options?: ErrorDetails) {
    super(code, cnfErrors[code], options);
  }
}
