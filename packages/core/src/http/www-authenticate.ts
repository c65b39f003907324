import { HeaderMalformed } from '../errors/header-malformed.ts';
import { takeAuthParam, writeAuthParams } from './auth-param.ts';
import { isToken, isToken68, maxFieldLength, readField, syntaxError } from './field-reader.ts';

/** One challenge of a `WWW-Authenticate` header field. */
export interface AuthChallenge {
  /** The authentication scheme in lower case: `pop`, `bearer`. */
  readonly scheme: string;
  /** The one opaque value of schemes such as `Negotiate`; such a challenge has no parameters. */
  readonly token68?: string;
  /** Parameters by lower-case name; values as they were sent, quoting undone. */
  readonly params: ReadonlyMap<string, string>;
}

/** What {@link buildWwwAuthenticate} writes. */
export interface ChallengeParts {
  /** The authentication scheme, written as given. */
  readonly scheme: string;
  /** An opaque value; excludes `params`. */
  readonly token68?: string | undefined;
  /** Parameters in the order in which they are written. */
  readonly params?: Readonly<Record<string, string>> | undefined;
}

/**
 * Parses `WWW-Authenticate`: any number of challenges, in one field line or in several.
 *
 * Not checked: what a challenge asks for. No parameter of it may decide where a token is asked for or sent.
 *
 * @param value - one field line, lines joined by commas as `Headers.get` gives them, or a list of lines; 16 KiB together
 * @returns the challenges in order; none for an empty field
 * @throws {@link HeaderMalformed} `ERR_HEADER_TOO_LARGE`, `ERR_HEADER_SYNTAX`, `ERR_HEADER_DUPLICATE_PARAMETER`
 * @see RFC 9110 sections 11.2, 11.3 and 11.6.1
 *
 * @example
 * ```ts
 * import { findChallenge, parseWwwAuthenticate } from '@holdfast/core';
 *
 * const challenges = parseWwwAuthenticate('PoP nonce="n1", Bearer realm="orders"');
 * console.log(findChallenge(challenges, 'PoP')?.params.get('nonce')); // n1
 * ```
 */
export function parseWwwAuthenticate(value: string | readonly string[]): readonly AuthChallenge[] {
  const lines = typeof value === 'string' ? [value] : value;
  const length = lines.reduce((sum, line) => sum + line.length, 0);
  if (length > maxFieldLength) throw new HeaderMalformed('ERR_HEADER_TOO_LARGE');
  return lines.flatMap(readChallenges);
}

/**
 * Finds the first challenge of a scheme.
 *
 * @param challenges - what {@link parseWwwAuthenticate} gave
 * @param scheme - the scheme in any letter case (RFC 9110 section 11.1)
 */
export function findChallenge(challenges: readonly AuthChallenge[], scheme: string): AuthChallenge | undefined {
  const wanted = scheme.toLowerCase();
  return challenges.find((challenge) => challenge.scheme === wanted);
}

/**
 * Writes one challenge as the value of a `WWW-Authenticate` field line.
 *
 * Every value is quoted and parameters are separated by a comma and a blank. MSAL.js finds a nonce only when it is the first
 * parameter of the first challenge, so give it first and alone.
 *
 * @param challenge - scheme and parameters, written in the order given
 * @throws TypeError for a scheme, name or token68 outside its grammar, or for both token68 and parameters
 * @throws {@link HeaderMalformed} `ERR_HEADER_VALUE` for a value with controls or outside US-ASCII
 * @see RFC 9110 section 11.6.1
 *
 * @example
 * ```ts
 * import { buildWwwAuthenticate } from '@holdfast/core';
 *
 * console.log(buildWwwAuthenticate({ scheme: 'PoP', params: { nonce: 'n1' } })); // PoP nonce="n1"
 * ```
 */
export function buildWwwAuthenticate(challenge: ChallengeParts): string {
  const { scheme, token68, params } = challenge;
  if (!isToken(scheme)) throw new TypeError('An authentication scheme must be a token');
  if (token68 === undefined) {
    const written = writeAuthParams(params ?? {});
    return written === '' ? scheme : `${scheme} ${written}`;
  }
  if (params !== undefined) throw new TypeError('A challenge has either a token68 or parameters');
  if (!isToken68(token68)) throw new TypeError('The token68 of a challenge is malformed');
  return `${scheme} ${token68}`;
}

const schemeName = /([!#$%&'*+.^_`|~\w-]+)( ?)[ \t]*/y;
const opaque = /([\w.~+/-]+=*)[ \t]*(?=,|$)/y;

function readChallenges(line: string): AuthChallenge[] {
  const reader = readField(line);
  const challenges: AuthChallenge[] = [];
  // The parameters of the challenge that may take more of them.
  let open: Map<string, string> | undefined;
  while (reader.nextElement()) {
    if (open !== undefined && takeAuthParam(reader, open)) continue;
    const [, name, space] = reader.take(schemeName) ?? [];
    if (name === undefined) throw syntaxError();
    const scheme = name.toLowerCase();
    const params = new Map<string, string>();
    const token68 = space === '' ? undefined : reader.take(opaque)?.[1];
    open = space === '' || token68 !== undefined ? undefined : params;
    if (open !== undefined) takeAuthParam(reader, open);
    challenges.push(token68 === undefined ? { scheme, params } : { scheme, token68, params });
  }
  return challenges;
}
