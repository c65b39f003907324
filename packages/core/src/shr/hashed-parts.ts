import { hostSha256Base64url } from '#host';
import { matchSha256, sha256Base64url } from '../base/digest.ts';
import { ShrInvalid } from '../errors/shr-invalid.ts';

/** `[names, hash]`: how an SHR covers query parameters and headers (draft-ietf-oauth-signed-http-request-03 section 3). */
export type HashedPart = readonly [readonly string[], string];

/** One header as it stands on the wire. */
export type HeaderField = readonly [name: string, value: string];

/**
 * Splits a raw query into parameters by name, each byte for byte with its `=` if it has one, without decoding anything.
 *
 * Every byte is accounted for: a parameter without `=`, with an empty value or with several `=` is a parameter like any other. What
 * could not be covered without ambiguity (a repeated name, an empty parameter) is refused, never skipped.
 *
 * @throws {@link ShrInvalid} `ERR_SHR_QUERY_UNSIGNABLE`
 * @see draft-ietf-oauth-signed-http-request-03 section 7.5
 */
export function splitQuery(query: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  if (query === '') return parts;
  for (const text of query.split('&')) {
    const equals = text.indexOf('=');
    const name = equals === -1 ? text : text.slice(0, equals);
    if (name === '' || parts.has(name)) throw new ShrInvalid('ERR_SHR_QUERY_UNSIGNABLE', { claim: 'q' });
    parts.set(name, text);
  }
  return parts;
}

/**
 * Port: queries that were hashed before, by their whole text. It must be bounded. Callers ask for few queries, over and over, and what is kept follows from
 * nothing but the text.
 */
export interface HashedQueries {
  /** Gives what was written under this text, if it is still remembered. */
  find(query: string): HashedPart | undefined;
  /** Remembers the hash of a query; it may forget another one for it. */
  write(query: string, hashed: HashedPart): void;
}

// Longer ones are read every time, so that a memory of many stays a small one.
const longestRemembered = 256;

/** Covers a whole query, in the order of the request. */
export function hashQuery(query: string, memory?: HashedQueries): HashedPart | Promise<HashedPart> {
  const known = memory?.find(query);
  if (known !== undefined) return known;
  const isRemembered = memory !== undefined && query.length <= longestRemembered;
  // A copy, where it is remembered: V8 keeps the whole of a text for a piece of it, and an address may be long.
  const text = isRemembered ? (JSON.parse(JSON.stringify(query)) as string) : query;
  const names = Object.freeze([...splitQuery(text).keys()]);
  const keep = (digest: string): HashedPart => {
    const made: HashedPart = Object.freeze([names, digest] as const);
    if (isRemembered) memory.write(text, made);
    return made;
  };
  const digest = hostSha256Base64url(text);
  return typeof digest === 'string' ? keep(digest) : digest.then(keep);
}

/** Tells whether a `q` claim covers every parameter of a query, each exactly once. The claim's order rules. */
export function matchQuery(claim: HashedPart, query: string, memory?: HashedQueries): boolean | Promise<boolean> {
  const own = hashQuery(query, memory);
  return 'then' in own ? own.then((made) => matchHashed(claim, made, query)) : matchHashed(claim, own, query);
}

function matchHashed([names, hash]: HashedPart, own: HashedPart, query: string): boolean | Promise<boolean> {
  const [inOrder, digest] = own;
  if (names.length !== inOrder.length) return false;
  if (names.every((name, index) => name === inOrder[index])) return digest === hash;
  if (new Set(names).size !== names.length) return false;
  const parts = splitQuery(query);
  const texts = names.map((name) => parts.get(name));
  return !texts.includes(undefined) && matchSha256(texts.join('&'), hash);
}

/**
 * Covers headers that appear exactly once.
 *
 * @throws {@link ShrInvalid} `ERR_SHR_HEADERS` for a header that is absent or repeated, and for `authorization`, which carries the proof
 */
export async function hashHeaders(names: readonly string[], headers: readonly HeaderField[]): Promise<HashedPart> {
  const lowered = names.map((name) => name.toLowerCase());
  const lines = headerLines(lowered, headers);
  if (lines === undefined) throw new ShrInvalid('ERR_SHR_HEADERS', { claim: 'h' });
  return [lowered, await sha256Base64url(lines)];
}

/** Tells whether an `h` claim matches the headers that were received; headers it does not name are not covered. */
export function matchHeaders(claim: HashedPart, headers: readonly HeaderField[]): boolean | Promise<boolean> {
  const [names, hash] = claim;
  const lines = headerLines(names, headers);
  return lines !== undefined && matchSha256(lines, hash);
}

// The draft's sample hash uses CRLF; every implementation on the wire uses LF.
function headerLines(names: readonly string[], headers: readonly HeaderField[]): string | undefined {
  if (new Set(names).size !== names.length) return undefined;
  const values = singleValues(headers);
  const lines: string[] = [];
  for (const name of names) {
    const value = values.get(name);
    if (name === '' || name === 'authorization' || value === undefined) return undefined;
    lines.push(`${name}: ${value}`);
  }
  return lines.join('\n');
}

// A repeated header stays in the map without a value: readers disagree on which one counts.
function singleValues(headers: readonly HeaderField[]): ReadonlyMap<string, string | undefined> {
  const values = new Map<string, string | undefined>();
  for (const [name, value] of headers) {
    const lowered = name.toLowerCase();
    values.set(lowered, values.has(lowered) ? undefined : value);
  }
  return values;
}
