import type { JsonValue } from '../base/strict-json.ts';

/** Claims of a proof, by name, in a fresh object. */
export type Members = Record<string, JsonValue | undefined>;

/** Where a reading stands: at the next letter. */
interface Place {
  at: number;
}

/*
 * What the clients in the field write between the access token and the key (draft-ietf-oauth-signed-http-request-03 section 3). An array of
 * constants, so that no name is ever made of the text.
 */
const names = ['ts', 'm', 'u', 'p', 'q', 'h', 'b', 'nonce', 'jti'] as const;
const quote = 0x22;
const comma = 0x2c;
const zero = 0x30;
const nine = 0x39;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
// 999,999,999,999,999 is still a safe integer.
const longestNumber = 15;
const longestList = 16;

/**
 * Reads a list of JSON members that is written as clients write it: names from a short list and each once, text in plain ASCII, whole numbers,
 * lists of up to 16 of these, in lists but no deeper, no blanks. Undefined for everything else, which may still be JSON.
 *
 * What it reads is what the strict parser reads, at half its price: beside a signature a parser's cost is the code that it brings into the
 * processor's caches, and this is little.
 *
 * @param text - from `from` to `to` it has the members, without braces
 */
export function readPlainMembers(text: string, from: number, to: number): Members | undefined {
  const members: Members = {};
  const place: Place = { at: from };
  let seen = 0;
  for (;;) {
    const index = readName(text, place);
    // A bit for each name: the second of two members with one name is not read.
    if (index === -1 || (seen & (1 << index)) !== 0) return undefined;
    seen |= 1 << index;
    const value = readValue(text, place, 2);
    if (value === undefined) return undefined;
    members[names[index] as string] = value;
    // The place only moves forward: once past the end it is never at it, so that nothing from behind is given.
    if (place.at === to) return members;
    if (text.charCodeAt(place.at) !== comma) return undefined;
    place.at += 1;
  }
}

/** Gives the place of a name in the list, and -1 for every other. */
function readName(text: string, place: Place): number {
  const start = place.at + 1;
  if (text.charCodeAt(place.at) !== quote) return -1;
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string;
    const end = start + name.length;
    if (text.charCodeAt(end) !== quote || text.charCodeAt(end + 1) !== colon || !standsAt(text, start, name)) continue;
    place.at = end + 2;
    return index;
  }
  return -1;
}

// Letter by letter in our own code: `startsWith` is a call, and these are names of one to five letters.
function standsAt(text: string, start: number, name: string): boolean {
  for (let index = 0; index < name.length; index += 1) {
    if (text.charCodeAt(start + index) !== name.charCodeAt(index)) return false;
  }
  return true;
}

function readValue(text: string, place: Place, depth: number): JsonValue | undefined {
  const code = text.charCodeAt(place.at);
  if (code === quote) return readText(text, place);
  if (code === openBracket) return depth === 0 ? undefined : readList(text, place, depth - 1);
  return readWholeNumber(text, place);
}

function readText(text: string, place: Place): string | undefined {
  const start = place.at + 1;
  for (let index = start; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) {
      place.at = index + 1;
      return text.slice(start, index);
    }
    if (code < 0x20 || code > 0x7e || code === backslash) return undefined;
  }
  return undefined;
}

function readWholeNumber(text: string, place: Place): number | undefined {
  const start = place.at;
  let value = 0;
  let end = start;
  for (let code = text.charCodeAt(end); code >= zero && code <= nine; code = text.charCodeAt(end)) {
    value = value * 10 + code - zero;
    end += 1;
  }
  const length = end - start;
  if (length === 0 || length > longestNumber) return undefined;
  if (length > 1 && text.charCodeAt(start) === zero) return undefined;
  place.at = end;
  return value;
}

function readList(text: string, place: Place, depth: number): readonly JsonValue[] | undefined {
  place.at += 1;
  if (text.charCodeAt(place.at) === closeBracket) {
    place.at += 1;
    return [];
  }
  let list: readonly JsonValue[] = [];
  while (list.length < longestList) {
    const value = readValue(text, place, depth);
    if (value === undefined) return undefined;
    // Exactly as long as it is: one that is pushed to takes room for seventeen, and these have two.
    list = list.length === 0 ? [value] : [...list, value];
    const code = text.charCodeAt(place.at);
    place.at += 1;
    if (code === closeBracket) return list;
    if (code !== comma) return undefined;
  }
  return undefined;
}
