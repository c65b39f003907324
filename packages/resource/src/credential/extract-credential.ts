import { Refused } from '../errors/refused.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';

/** The label of a credential. It says where to look for a proof and decides nothing else: the token's `cnf` does. */
export type PresentedScheme = 'bearer' | 'pop' | 'mtls_pop';

/** The one credential of a request. */
export interface Credential {
  readonly scheme: PresentedScheme;
  /** An access token, or the signed HTTP request around one, as it was sent. */
  readonly token: string;
}

const allSchemes: ReadonlySet<PresentedScheme> = new Set(['bearer', 'pop', 'mtls_pop']);
const longestHeader = 32_768;
const blank = 0x20;
const schemeWord = /^([A-Za-z][A-Za-z0-9_-]*)(?: |$)/;
const jwsCharacters = /^[A-Za-z0-9_.-]+$/;

/**
 * Takes the credential from exactly one Authorization header. Tokens in a query or a body are never looked for.
 *
 * @see RFC 9110 section 11.6.2; RFC 6750 section 2
 */
export function extractCredential(incoming: IncomingRequest, accepted: ReadonlySet<PresentedScheme>): Credential {
  const value = authorizationLine(incoming);
  if (value === undefined || value === '') throw new Refused('ERR_CREDENTIAL_MISSING');
  if (value.length > longestHeader) throw new Refused('ERR_CREDENTIAL_TOO_LARGE');
  const end = value.indexOf(' ');
  const scheme = findScheme(end === -1 ? value : value.slice(0, end), accepted);
  if (scheme === undefined) {
    throw new Refused(schemeWord.test(value) ? 'ERR_CREDENTIAL_SCHEME' : 'ERR_CREDENTIAL_MALFORMED');
  }
  let start = scheme.length;
  while (value.charCodeAt(start) === blank) start += 1;
  if (start === value.length) throw new Refused('ERR_CREDENTIAL_MALFORMED');
  return { scheme, token: value.slice(start) };
}

/**
 * Refuses what is no single run of JWS characters: a list, a folded line, a second scheme, padding. Whatever decodes as a JWS is one, so
 * this is asked only of what was not, or not yet, decoded.
 */
export function checkCharacters({ token }: Credential): void {
  if (!jwsCharacters.test(token)) throw new Refused('ERR_CREDENTIAL_MALFORMED');
}

/** Finds the label that a request came under, for the wording of its refusal. */
export function findLabel({ headers }: IncomingRequest): PresentedScheme | undefined {
  const [value, ...others] = headers.filter(([name]) => isAuthorization(name)).map(([, text]) => text);
  const word = value === undefined || others.length > 0 ? undefined : schemeWord.exec(value)?.[1];
  return word === undefined ? undefined : findScheme(word, allSchemes);
}

function authorizationLine({ headers }: IncomingRequest): string | undefined {
  let line: string | undefined;
  for (const [name, value] of headers) {
    if (!isAuthorization(name)) continue;
    if (line !== undefined) throw new Refused('ERR_CREDENTIAL_REPEATED');
    line = value;
  }
  return line;
}

function isAuthorization(name: string): boolean {
  return name.length === 13 && name.toLowerCase() === 'authorization';
}

function findScheme(word: string, among: ReadonlySet<PresentedScheme>): PresentedScheme | undefined {
  const lower = word.toLowerCase();
  for (const known of among) if (known === lower) return known;
  return undefined;
}
