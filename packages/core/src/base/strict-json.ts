import { JsonInvalid } from '../errors/core-errors.ts';

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}

/** Bounds on a JSON text. */
export interface JsonLimits {
  /** Longest text, in UTF-16 code units. @default 65,536 */
  readonly maxLength?: number | undefined;
  /** Deepest nesting. @default 16 */
  readonly maxDepth?: number | undefined;
}

/**
 * Parses JSON and refuses what two readers could understand differently: duplicate members, `__proto__`, names that need an
 * escape, deep nesting.
 *
 * Not checked: what the members mean.
 *
 * @param text - one JSON value
 * @param limits - bounds other than the usual ones
 * @throws {@link JsonInvalid} for a text that is not JSON, breaks these rules or exceeds a limit
 * @see RFC 8259 section 4; RFC 7515 section 4
 *
 * @example
 * ```ts
 * import { JsonInvalid, parseStrictJson } from '@holdfast/core';
 *
 * try {
 *   parseStrictJson('{ "aud": "api://orders", "aud": "api://other" }');
 * } catch (error) {
 *   if (error instanceof JsonInvalid) console.error(error.code); // ERR_JSON_DUPLICATE_MEMBER
 * }
 * ```
 */
export function parseStrictJson(text: string, limits: JsonLimits = {}): JsonValue {
  if (text.length > (limits.maxLength ?? 65_536)) throw new JsonInvalid('ERR_JSON_TOO_LARGE');
  // The depth is checked first: the platform's parser recurses.
  const written = countMembers(text, limits.maxDepth ?? 16);
  const read = parse(text);
  // A second reading of the same text, where a name was escaped: the first one only showed that the text is JSON.
  const plain = text.includes('\\') ? unescapeNames(text) : text;
  const value = plain === text ? read : parse(plain);
  // The platform keeps the last of two members with one name: one was lost, and the numbers differ.
  if (countNames(value) !== written) throw new JsonInvalid('ERR_JSON_DUPLICATE_MEMBER');
  return value;
}

/**
 * Parses a JSON object under the rules of {@link parseStrictJson}.
 *
 * Not checked: what the members mean.
 *
 * @param text - one JSON object
 * @param limits - bounds other than the usual ones
 * @throws {@link JsonInvalid} as {@link parseStrictJson} does, and `ERR_JSON_NOT_OBJECT` for another value
 *
 * @example
 * ```ts
 * import { parseStrictJsonObject } from '@holdfast/core';
 *
 * const claims = parseStrictJsonObject('{ "aud": "api://orders" }', { maxLength: 1_000 });
 * console.log(claims['aud']);
 * ```
 */
export function parseStrictJsonObject(text: string, limits: JsonLimits = {}): JsonObject {
  const value = parseStrictJson(text, limits);
  if (!isJsonObject(value)) throw new JsonInvalid('ERR_JSON_NOT_OBJECT');
  return value;
}

/** Tells an object from the other JSON values. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // The platform's message quotes the text, so it is not kept as a cause.
    throw new JsonInvalid('ERR_JSON_SYNTAX');
  }
}

const quote = 0x22;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

// Counts the colons between strings: in a text that proves to be JSON, there is one for each member.
function countMembers(text: string, maxDepth: number): number {
  let depth = 0;
  let members = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) index = endOfString(text, index);
    else if (code === colon) members += 1;
    else if (code === openBrace || code === openBracket) {
      depth += 1;
      if (depth > maxDepth) throw new JsonInvalid('ERR_JSON_TOO_DEEP');
    } else if (code === closeBrace || code === closeBracket) depth -= 1;
  }
  return members;
}

function countNames(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  let names = 0;
  if (Array.isArray(value)) {
    for (const element of value) names += countNames(element);
    return names;
  }
  const members = value as JsonObject;
  for (const name of Object.keys(members)) {
    if (name === '__proto__') throw new JsonInvalid('ERR_JSON_RESERVED_MEMBER');
    names += 1 + countNames(members[name] as JsonValue);
  }
  return names;
}

/*
 * Writes names plainly. V8 13.6 (Node 24) sometimes takes an escaped name for the beginning of its own spelling, `"\u0061"` for `\`,
 * when it has seen an object of that shape before. A name that cannot be written without an escape is refused.
 */
function unescapeNames(text: string): string {
  let plain = '';
  let copied = 0;
  for (let start = text.indexOf('"'); start !== -1; start = text.indexOf('"', start)) {
    const end = endOfString(text, start);
    const literal = text.slice(start, end + 1);
    if (literal.includes('\\') && isMemberName(text, end)) {
      const name = JSON.stringify(JSON.parse(literal));
      if (name.includes('\\')) throw new JsonInvalid('ERR_JSON_RESERVED_MEMBER');
      plain += text.slice(copied, start) + name;
      copied = end + 1;
    }
    start = end + 1;
  }
  return plain + text.slice(copied);
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    // An odd number of backslashes in front escapes the quote.
    let before = end;
    while (text.charCodeAt(before - 1) === backslash) before -= 1;
    if ((end - before) % 2 === 0) return end;
  }
  return text.length;
}

// Relies on the grammar: the text is JSON.
function isMemberName(text: string, endOfLiteral: number): boolean {
  let index = endOfLiteral + 1;
  while (text[index] === ' ' || text[index] === '\n' || text[index] === '\r' || text[index] === '\t') index += 1;
  return text[index] === ':';
}
