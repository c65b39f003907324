import { errorTexts } from '#error-texts';
import type { CoreErrorCode } from './catalog.ts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

type CodesOf<Prefix extends string> = Extract<CoreErrorCode, `ERR_${Prefix}${string}`>;

/** Codes of {@link JsonInvalid}. */
export type JsonCode = CodesOf<'JSON'>;

/** A JSON text breaks the strict rules. */
export class JsonInvalid extends HoldfastError<JsonCode> {
  constructor(code: JsonCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

/** Codes of {@link CnfInvalid}. */
export type CnfCode = CodesOf<'CNF' | 'REQ_CNF'>;

/** A confirmation (`cnf` or `req_cnf`) cannot be enforced as it stands. */
export class CnfInvalid extends HoldfastError<CnfCode> {
  constructor(code: CnfCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

/** Codes of {@link JwsInvalid}. */
export type JwsCode = CodesOf<'JWS'>;

/** A compact JWS is malformed or its header is not allowed; its signature was not looked at. */
export class JwsInvalid extends HoldfastError<JwsCode> {
  constructor(code: JwsCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

/** A key does not fit the algorithm it was given for. */
export class KeyUnusable extends HoldfastError<'ERR_KEY_UNUSABLE'> {
  constructor(options?: ErrorDetails) {
    super('ERR_KEY_UNUSABLE', errorTexts.ERR_KEY_UNUSABLE, options);
  }
}

/** A signature does not verify under the expected key. */
export class SignatureInvalid extends HoldfastError<'ERR_SIGNATURE_INVALID'> {
  constructor(options?: ErrorDetails) {
    super('ERR_SIGNATURE_INVALID', errorTexts.ERR_SIGNATURE_INVALID, options);
  }
}
