import { HeaderMalformed } from '../errors/header-malformed.ts';

/** Longest header field that is read, over all its lines, in characters. */
export const maxFieldLength: number = 16_384;

/** Reads one header field value from left to right. */
export interface FieldReader {
  /** Takes what a sticky pattern matches at this place; null where it matches nothing. */
  take(pattern: RegExp): RegExpExecArray | null;
  /** Ends a list element, behind which only a comma or the end may stand, and steps over empty ones (RFC 9110 section 5.6.1.2); tells whether there is another. */
  nextElement(): boolean;
}

const token = /^[!#$%&'*+.^_`|~\w-]+$/;
const token68 = /^[\w.~+/-]+=*$/;
const gaps = /[ \t,]*/y;

/**
 * Makes a reader, which stands in front of the field.
 *
 * Patterns must take the blanks behind what they match, and no two neighbours in them may take the same character: then what does not match is given
 * up in linear time.
 */
export function readField(text: string): FieldReader {
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(text);
    if (found !== null) position = pattern.lastIndex;
    return found;
  };
  return {
    take,
    nextElement() {
      if (position > 0 && position < text.length && text[position] !== ',') throw syntaxError();
      take(gaps);
      return position < text.length;
    },
  };
}

/** Tells whether a text is a token (section 5.6.2). */
export function isToken(text: string): boolean {
  return token.test(text);
}

/** Tells whether a text is a token68 (section 11.2). */
export function isToken68(text: string): boolean {
  return token68.test(text);
}

/** The error for a field that breaks its grammar. */
export function syntaxError(): HeaderMalformed {
  return new HeaderMalformed('ERR_HEADER_SYNTAX');
}
