/**
 * Reads what an API asks back. For packages whose pages load it when an API does.
 *
 * @example
 * ```ts
 * import { readChallenge } from '@holdfast/oauth/challenges';
 *
 * const response = await fetch('https://api.example/orders', { redirect: 'manual' });
 * if (response.status === 401) console.log(readChallenge(response).nonce);
 * ```
 *
 * @packageDocumentation
 */
import {
  type AuthChallenge,
  findChallenge,
  type JsonObject,
  mergeClaims,
  parseAuthenticationInfo,
  parseClaimsChallenge,
  parseWwwAuthenticate,
} from '@holdfast/core';

/** What a 401 asks for, as far as it is answered. */
export interface Challenge {
  /** A nonce to sign into the proof. */
  readonly nonce?: string | undefined;
  /** A claims request to take to our own authority. */
  readonly claims?: JsonObject | undefined;
}

/** What is looked at of a response: of the runtime's own, or of a connection's. */
export interface AnsweredHeaders {
  /** Its headers. */
  readonly headers: {
    /** The value of a header, lines joined with commas; null where there is none. */
    get(name: string): string | null;
  };
}

const longestNonce = 1024;

/**
 * Reads the challenges of a 401 response.
 *
 * Everything else in them is left unread: `authorization_uri`, `resource_metadata` and the like must not choose where a token is
 * asked for or sent. A malformed header is no challenge.
 *
 * @see RFC 9110 section 11.6.1; OpenID Connect Core 1.0 section 5.5 (`claims`)
 *
 * @example
 * ```ts
 * import { readChallenge } from '@holdfast/oauth/challenges';
 *
 * const headers = new Headers({ 'www-authenticate': 'PoP nonce="n-1"' });
 * console.log(readChallenge({ headers }).nonce); // n-1
 * ```
 */
export function readChallenge(response: AnsweredHeaders): Challenge {
  const challenges = parseQuietly(() => parseWwwAuthenticate(response.headers.get('www-authenticate') ?? '')) ?? [];
  return { nonce: usableNonce(findChallenge(challenges, 'pop')?.params.get('nonce')), claims: readClaims(challenges) };
}

/**
 * Reads the nonce for the next request, which a successful response may carry.
 *
 * Not checked: the status of the response; a malformed header holds no nonce.
 *
 * @see RFC 9110 section 11.6.3
 *
 * @example
 * ```ts
 * import { readNextNonce } from '@holdfast/oauth/challenges';
 *
 * const headers = new Headers({ 'authentication-info': 'nextnonce="n-2"' });
 * console.log(readNextNonce({ headers })); // n-2
 * ```
 */
export function readNextNonce(response: AnsweredHeaders): string | undefined {
  const value = response.headers.get('authentication-info');
  if (value === null) return undefined;
  return usableNonce(parseQuietly(() => parseAuthenticationInfo(value))?.get('nextnonce'));
}

function readClaims(challenges: readonly AuthChallenge[]): JsonObject | undefined {
  const asked = challenges.find(
    ({ scheme, params }) => scheme === 'bearer' && params.get('error')?.toLowerCase() === 'insufficient_claims',
  );
  const claims = asked?.params.get('claims');
  return claims === undefined ? undefined : parseQuietly(() => parseUsableClaims(claims));
}

// Claims to which our capabilities cannot be added could not be asked for: they are no challenge either.
function parseUsableClaims(text: string): JsonObject {
  const claims = parseClaimsChallenge(text);
  mergeClaims(claims, ['cp1']);
  return claims;
}

function usableNonce(nonce: string | undefined): string | undefined {
  return nonce !== undefined && nonce !== '' && nonce.length <= longestNonce ? nonce : undefined;
}

function parseQuietly<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
