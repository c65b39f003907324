import { type CoreErrorCode, coreErrors } from './catalog.ts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

type CodesOf<Prefix extends string> = Extract<CoreErrorCode, `ERR_${Prefix}${string}`>;

/** Codes of {@link EncodingInvalid}. */
export type EncodingCode = CodesOf<'UTF8' | 'BASE64'>;
/** Bytes or text are not in the one canonical form. */
export class EncodingInvalid extends HoldfastError<EncodingCode> {
  constructor(code: EncodingCode, options?: ErrorDetails) {
    super(code, coreErrors[code], options);
  }
}

/** Codes of {@link JsonInvalid}. */
export type JsonCode = CodesOf<'JSON'>;
/** A JSON text breaks the strict rules. */
export class JsonInvalid extends HoldfastError<JsonCode> {
  constructor(code: JsonCode, options?: ErrorDetails) {
    super(code, coreErrors[code], options);
  }
}

/** Codes of {@link JwkInvalid}. */
export type JwkCode = CodesOf<'JWK'>;
/** A JSON Web Key is malformed, weak, private or of an unsupported kind. */
export class JwkInvalid extends HoldfastError<JwkCode> {
  constructor(code: JwkCode, options?: ErrorDetails) {
    super(code, coreErrors[code], options);
  }
}

/** Codes of {@link CnfInvalid}. */
export type CnfCode = CodesOf<'CNF' | 'REQ_CNF'>;
/** A confirmation (`cnf` or `req_cnf`) cannot be enforced as it stands. */
export class CnfInvalid extends HoldfastError<CnfCode> {
  constructor(code: CnfCode, options?: ErrorDetails) {
    super(code, coreErrors[code], options);
  }
}

/** Codes of {@link JwsInvalid}. */
export type JwsCode = CodesOf<'JWS'>;
/** A compact JWS is malformed or its header is not allowed; its signature was not looked at. */
export class JwsInvalid extends HoldfastError<JwsCode> {
  constructor(code: JwsCode, options?: ErrorDetails) {
    super(code, coreErrors[code], options);
  }
}
