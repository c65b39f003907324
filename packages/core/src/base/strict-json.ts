import { JsonInvalid } from '../errors/core-errors.ts';

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}

/** Bounds on a JSON text. */
export interface JsonLimits {
  /** Longest text, in UTF-16 code units; 65,536 unless told. */
  readonly maxLength?: number | undefined;
  /** Deepest nesting; 16 unless told. */
  readonly maxDepth?: number | undefined;
}

/**
 * Parses JSON and refuses what two readers could understand differently: duplicate members, `__proto__`, deep nesting.
 *
 * @throws {@link JsonInvalid}
 * @see RFC 8259 section 4; RFC 7515 section 4
 */
export function parseStrictJson(text: string, limits: JsonLimits = {}): JsonValue {
  if (text.length > (limits.maxLength ?? 65_536)) throw new JsonInvalid('ERR_JSON_TOO_LARGE');
  // The depth is checked first: the platform's parser recurses.
  checkDepth(text, limits.maxDepth ?? 16);
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    // The platform's message quotes the text, so it is not kept as a cause.
    throw new JsonInvalid('ERR_JSON_SYNTAX');
  }
  checkMemberNames(text);
  return value;
}

/**
 * Parses a JSON object under the rules of {@link parseStrictJson}.
 *
 * @throws {@link JsonInvalid}
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

function checkDepth(text: string, maxDepth: number): void {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') index = endOfString(text, index);
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > maxDepth) throw new JsonInvalid('ERR_JSON_TOO_DEEP');
  }
}

// Runs after the platform's parser has accepted the text, so it may rely on the grammar.
function checkMemberNames(text: string): void {
  const open: (Set<string> | undefined)[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const end = endOfString(text, index);
      const names = open.at(-1);
      if (names !== undefined && isMemberName(text, end)) addName(names, text.slice(index, end + 1));
      index = end;
    }
  }
}

function addName(names: Set<string>, literal: string): void {
  // Two spellings of one name (`"a"` and `"\u0061"`) are one member.
  const name = literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1);
  if (name === '__proto__') throw new JsonInvalid('ERR_JSON_RESERVED_MEMBER');
  if (names.has(name)) throw new JsonInvalid('ERR_JSON_DUPLICATE_MEMBER');
  names.add(name);
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    // An odd number of backslashes in front escapes the quote.
    let before = end;
    while (text[before - 1] === '\\') before -= 1;
    if ((end - before) % 2 === 0) return end;
  }
  return text.length;
}

function isMemberName(text: string, endOfLiteral: number): boolean {
  let index = endOfLiteral + 1;
  while (text[index] === ' ' || text[index] === '\n' || text[index] === '\r' || text[index] === '\t') index += 1;
  return text[index] === ':';
}
