import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Why {@link JsonInvalid} is thrown. */
export const jsonErrors = {
  ERR_JSON_TOO_LARGE: {
    meaning: 'The JSON text is longer than allowed',
    mend: 'Send a shorter document.',
  },
  ERR_JSON_SYNTAX: {
    meaning: 'The text is not JSON',
    mend: 'Send one JSON value as RFC 8259 defines it.',
  },
  ERR_JSON_DUPLICATE_MEMBER: {
    meaning: 'A JSON object names a member twice',
    mend: 'Name every member once: two readers could take different values (RFC 7515 section 4).',
  },
  ERR_JSON_RESERVED_MEMBER: {
    meaning: 'A JSON object uses a member name that readers may understand differently',
    mend: 'Name no member __proto__, and none with a character that JSON must escape.',
  },
  ERR_JSON_TOO_DEEP: {
    meaning: 'The JSON text is nested too deeply',
    mend: 'Send a flatter document.',
  },
  ERR_JSON_NOT_OBJECT: {
    meaning: 'The JSON text is not an object',
    mend: 'Send a JSON object.',
  },
} as const;

/** Codes of {@link JsonInvalid}. */
export type JsonCode = keyof typeof jsonErrors;

/** A JSON text breaks the strict rules. */
export class JsonInvalid extends HoldfastError<JsonCode> {
  constructor(code: JsonCode, options?: ErrorDetails) {
    super(code, jsonErrors[code], options);
  }
}
