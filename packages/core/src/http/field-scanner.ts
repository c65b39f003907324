import { HeaderMalformed } from '../errors/header-malformed.ts';

/** Longest header field that is read, over all its lines, in characters. */
export const maxFieldLength: number = 16_384;

/** Reads one header field value from left to right. */
export interface FieldScanner {
  /** Code of the next character; -1 at the end. */
  peek(): number;
  /** Steps over optional blanks and tabs (OWS and BWS). */
  skipBlanks(): void;
  /** Steps over blanks and commas: the separators and empty elements of a list (RFC 9110 section 5.6.1.2). */
  skipListGaps(): void;
  /** Ends a list element: only a comma or the end of the field may follow. */
  endElement(): void;
  /** Takes one character when it is the next one. */
  takeIf(code: number): boolean;
  /** Takes a token (RFC 9110 section 5.6.2). */
  takeToken(): string;
  /** Takes the quoted-string whose opening quote is the next character, and undoes its quoted-pairs (section 5.6.4). */
  takeQuotedString(): string;
  /** Takes a token68 (section 11.2) when it is all that is left of the list element. */
  takeToken68(): string | undefined;
}

/** Characters that the grammar names. */
export const charCode = { tab: 9, space: 32, quote: 34, comma: 44, equals: 61, backslash: 92 } as const;

const tchar = 1;
const token68 = 2;
const quotable = 4;
// The mark lets a bundle leave the table out where no field is read.
const kinds: Uint8Array = /* @__PURE__ */ classify();

/**
 * Makes a scanner. Every method throws {@link HeaderMalformed} `ERR_HEADER_SYNTAX` for what it cannot take.
 *
 * Each character is looked at a bounded number of times, so the time is linear in the length of the field.
 */
export function scanField(text: string): FieldScanner {
  let position = 0;
  const peek = (): number => (position < text.length ? text.charCodeAt(position) : -1);
  const isBlank = (): boolean => peek() === charCode.space || peek() === charCode.tab;
  const skipBlanks = (): void => {
    while (isBlank()) position += 1;
  };
  const skipListGaps = (): void => {
    while (isBlank() || peek() === charCode.comma) position += 1;
  };
  const takeIf = (code: number): boolean => {
    if (peek() !== code) return false;
    position += 1;
    return true;
  };
  const takeKind = (kind: number): string => {
    const start = position;
    while (isKind(peek(), kind)) position += 1;
    return text.slice(start, position);
  };

  return {
    peek,
    skipBlanks,
    skipListGaps,
    endElement(): void {
      skipBlanks();
      if (peek() !== -1 && peek() !== charCode.comma) throw syntaxError();
      skipListGaps();
    },
    takeIf,
    takeToken(): string {
      const token = takeKind(tchar);
      if (token === '') throw syntaxError();
      return token;
    },
    takeQuotedString(): string {
      const { value, end } = readQuotedString(text, position);
      position = end;
      return value;
    },
    takeToken68(): string | undefined {
      const start = position;
      const isEmpty = takeKind(token68) === '';
      while (takeIf(charCode.equals));
      const end = position;
      skipBlanks();
      if (!isEmpty && (peek() === -1 || peek() === charCode.comma)) return text.slice(start, end);
      position = start;
      return undefined;
    },
  };
}

/** Tells whether a text is a token. */
export function isToken(text: string): boolean {
  return isAll(text, tchar);
}

/** Tells whether a text is a token68. */
export function isToken68(text: string): boolean {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === charCode.equals) end -= 1;
  return isAll(text.slice(0, end), token68);
}

/** The error for a field that breaks its grammar. */
export function syntaxError(): HeaderMalformed {
  return new HeaderMalformed('ERR_HEADER_SYNTAX');
}

function readQuotedString(text: string, start: number): { readonly value: string; readonly end: number } {
  let value = '';
  let copied = start + 1;
  let position = copied;
  for (; text.charCodeAt(position) !== charCode.quote; position += 1) {
    if (text.charCodeAt(position) === charCode.backslash) {
      value += text.slice(copied, position);
      position += 1;
      copied = position;
    }
    // The end of the text has no code and is of no kind.
    if (!isKind(text.charCodeAt(position), quotable)) throw syntaxError();
  }
  return { value: value + text.slice(copied, position), end: position + 1 };
}

function isAll(text: string, kind: number): boolean {
  for (let index = 0; index < text.length; index += 1) if (!isKind(text.charCodeAt(index), kind)) return false;
  return text !== '';
}

function isKind(code: number, kind: number): boolean {
  return ((kinds[code] ?? 0) & kind) !== 0;
}

function classify(): Uint8Array {
  const table = new Uint8Array(256);
  const mark = (characters: string, kind: number): void => {
    for (const character of characters) table[character.charCodeAt(0)] = (table[character.charCodeAt(0)] ?? 0) | kind;
  };
  mark("!#$%&'*+-.^_`|~", tchar);
  mark('-._~+/', token68);
  mark('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', tchar | token68);
  for (let code = 0x20; code < 256; code += 1) if (code !== 0x7f) table[code] = (table[code] ?? 0) | quotable;
  table[charCode.tab] = quotable;
  return table;
}
