import { decodeBase64url } from '../base/base64url.ts';
import { decodeUtf8 } from '../base/bytes.ts';
import type { JsonValue } from '../base/strict-json.ts';
import { ShrInvalid } from '../errors/shr-invalid.ts';
import { isThumbprint } from '../jwk/thumbprint.ts';
import type { CompactJws } from '../jws/compact.ts';
import { hashedClaim } from './decode.ts';
import { type HashedQueries, matchQuery } from './hashed-parts.ts';

/**
 * A strict shape of signed HTTP request. `strict` is the draft with every check on; the others are what two shipped clients send,
 * accepted as exactly that and only where an API enables them by name.
 */
export type ShrDialect = 'strict' | 'msal-browser' | 'msal-dotnet';

/** How one dialect spells what the others spell differently. */
export interface DialectRules {
  readonly dialect: ShrDialect;
  /** The key thumbprint that the header names, or undefined where it names none. */
  readonly readKid: (kid: string | undefined) => string | undefined;
  readonly matchHost: (u: string, host: string) => boolean;
  readonly matchPath: (p: string, path: string) => boolean;
  readonly matchQuery: (q: JsonValue | undefined, query: string, memory?: HashedQueries) => boolean | Promise<boolean>;
}

const strict: DialectRules = {
  dialect: 'strict',
  readKid: (kid) => kid,
  matchHost: (u, host) => u === host,
  matchPath: (p, path) => p === path,
  matchQuery: (q, query, memory) => matchQuery(hashedClaim(q, 'q'), query, memory),
};

// msal-browser lower-cases the address, adds or drops one trailing slash, and sends the query raw: `[[], "b=2&a=1"]`.
const msalBrowser: DialectRules = {
  dialect: 'msal-browser',
  readKid: wrappedKid,
  matchHost: (u, host) => u === host || (u === `${host}:443` && !/:\d+$/.test(host)),
  matchPath: (p, path) => withoutSlash(p.toLowerCase()) === withoutSlash(path.toLowerCase()),
  matchQuery: (q, query) => rawQuery(q) === withoutSlash(query.toLowerCase()),
};

// MSAL.NET signs no query at all.
const msalDotnet: DialectRules = {
  dialect: 'msal-dotnet',
  readKid: (kid) => kid,
  matchHost: (u, host) => u.toLowerCase() === host,
  matchPath: (p, path) => p === path,
  matchQuery: (q) => q === undefined,
};

/**
 * Chooses the rules for a proof by its shape, among the dialects that are enabled.
 *
 * @throws {@link ShrInvalid} `ERR_SHR_DIALECT` when no enabled dialect has this shape
 */
export function chooseDialect(jws: CompactJws, enabled: readonly ShrDialect[]): DialectRules {
  // No other dialect names a key like this: whoever debugs a page is told that, and not that the key is wrong.
  if (wrappedKid(jws.header.kid) !== undefined) {
    if (enabled.includes('msal-browser')) return msalBrowser;
    throw new ShrInvalid('ERR_SHR_DIALECT', { detail: 'msal-browser' });
  }
  if (enabled.includes('msal-dotnet') && isDotnetShape(jws)) return msalDotnet;
  if (enabled.includes('strict')) return strict;
  throw new ShrInvalid('ERR_SHR_DIALECT');
}

// Exactly these claims: a strict proof that only forgot its query must not pass for a proof of a client that signs none.
const dotnetClaims = ['at', 'ts', 'm', 'u', 'p', 'nonce', 'cnf'];

function isDotnetShape({ header, payload }: CompactJws): boolean {
  if (header.kid === undefined || Object.keys(payload).length !== dotnetClaims.length) return false;
  return dotnetClaims.every((claim) => Object.hasOwn(payload, claim));
}

// base64url('{"kid":"<thumbprint>"}') is longer than any thumbprint, so the two forms cannot be confused.
const wrappedKidLength = 71;

function wrappedKid(kid: string | undefined): string | undefined {
  if (kid?.length !== wrappedKidLength) return undefined;
  try {
    const thumbprint = /^\{"kid":"(.{43})"\}$/.exec(decodeUtf8(decodeBase64url(kid)))?.[1];
    return isThumbprint(thumbprint) ? thumbprint : undefined;
  } catch {
    return undefined;
  }
}

function rawQuery(q: JsonValue | undefined): string | undefined {
  if (q === undefined) return '';
  const [names, query] = hashedClaim(q, 'q');
  return names.length === 0 ? withoutSlash(query.toLowerCase()) : undefined;
}

function withoutSlash(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text;
}
