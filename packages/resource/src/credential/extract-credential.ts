import { Refused } from '../errors/refused.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';

/** The label of a credential. It says where to look for a proof and decides nothing else: the token's `cnf` does. */
export type PresentedScheme = 'bearer' | 'pop' | 'mtls_pop';

/** The one credential of a request. */
export interface Credential {
  readonly scheme: PresentedScheme;
  /** An access token, or the signed HTTP request around one. */
  readonly token: string;
}

const allSchemes: ReadonlySet<PresentedScheme> = new Set(['bearer', 'pop', 'mtls_pop']);
const longestHeader = 32_768;
// One scheme, blanks, one run of JWS characters. A list, a folded line, a second scheme and padding all fall outside.
const oneCredential = /^([A-Za-z][A-Za-z0-9_-]*) +([A-Za-z0-9_.-]+)$/;
const schemeOnly = /^([A-Za-z][A-Za-z0-9_-]*)(?: |$)/;

/**
 * Takes the credential from exactly one Authorization header. Tokens in a query or a body are never looked for.
 *
 * @see RFC 9110 section 11.6.2; RFC 6750 section 2
 */
export function extractCredential(incoming: IncomingRequest, accepted: ReadonlySet<PresentedScheme>): Credential {
  const [value, ...others] = authorizationLines(incoming);
  if (others.length > 0) throw new Refused('ERR_CREDENTIAL_REPEATED');
  if (value === undefined || value === '') throw new Refused('ERR_CREDENTIAL_MISSING');
  if (value.length > longestHeader) throw new Refused('ERR_CREDENTIAL_TOO_LARGE');
  const word = schemeOnly.exec(value)?.[1];
  if (word === undefined) throw new Refused('ERR_CREDENTIAL_MALFORMED');
  const scheme = findScheme(word, accepted);
  if (scheme === undefined) throw new Refused('ERR_CREDENTIAL_SCHEME');
  const token = oneCredential.exec(value)?.[2];
  if (token === undefined) throw new Refused('ERR_CREDENTIAL_MALFORMED');
  return { scheme, token };
}

/** Finds the label that a request came under, for the wording of its refusal. */
export function findLabel(incoming: IncomingRequest): PresentedScheme | undefined {
  const [value, ...others] = authorizationLines(incoming);
  const word = value === undefined || others.length > 0 ? undefined : schemeOnly.exec(value)?.[1];
  return word === undefined ? undefined : findScheme(word, allSchemes);
}

function authorizationLines({ headers }: IncomingRequest): readonly string[] {
  return headers.filter(([name]) => name.toLowerCase() === 'authorization').map(([, value]) => value);
}

function findScheme(word: string, among: ReadonlySet<PresentedScheme>): PresentedScheme | undefined {
  const lower = word.toLowerCase();
  for (const known of among) if (known === lower) return known;
  return undefined;
}
