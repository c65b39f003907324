import { errorTexts } from '#error-texts';
import type { CoreErrorCode } from './catalog.ts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

type CodesOf<Prefix extends string> = Extract<CoreErrorCode, `ERR_${Prefix}${string}`>;

/** Codes of {@link EncodingInvalid}. */
export type EncodingCode = CodesOf<'UTF8' | 'BASE64'>;

/** Bytes or text are not in the one canonical form. */
export class EncodingInvalid extends HoldfastError<EncodingCode> {
  constructor(code: EncodingCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

/** Codes of {@link JsonInvalid}. */
export type JsonCode = CodesOf<'JSON'>;

/** A JSON text breaks the strict rules. */
export class JsonInvalid extends HoldfastError<JsonCode> {
  constructor(code: JsonCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

/** Codes of {@link JwkInvalid}. */
export type JwkCode = CodesOf<'JWK'>;

/** A JSON Web Key is malformed, weak, private or of an unsupported kind. */
export class JwkInvalid extends HoldfastError<JwkCode> {
  constructor(code: JwkCode, options?: ErrorDetails) {
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

/** Codes of {@link ShrInvalid}. */
export type ShrCode = CodesOf<'SHR'>;

/** A signed HTTP request is malformed, or does not prove possession for this request. */
export class ShrInvalid extends HoldfastError<ShrCode> {
  /** Name of the claim that failed, such as `ts` or `q`; undefined where no single claim did. */
  readonly claim: string | undefined;

  constructor(code: ShrCode, options: ErrorDetails & { readonly claim?: string | undefined } = {}) {
    super(code, errorTexts[code], { detail: options.detail ?? options.claim, cause: options.cause });
    this.claim = options.claim;
  }
}
