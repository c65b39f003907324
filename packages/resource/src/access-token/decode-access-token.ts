import { type CompactJws, decodeCompactJws, HoldfastError } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';

const accessTokenTypes: ReadonlySet<string> = new Set(['jwt', 'at+jwt']);
// Only an id_token or a logout token has these (OpenID Connect Core section 2, Back-Channel Logout section 2.4).
const foreignClaims = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events', 'at'] as const;

/**
 * Decodes the access token and refuses tokens of other kinds: signed HTTP requests, id_tokens, logout tokens.
 *
 * Not checked here: the signature; what {@link checkClaims} needs the issuer for.
 *
 * @see RFC 8725 section 3.11 and 3.12; RFC 9068 section 4
 */
export function decodeAccessToken(token: string): CompactJws {
  const jws = decode(token);
  const typ = jws.header.typ?.toLowerCase();
  if (typ !== undefined && !accessTokenTypes.has(typ)) throw new Refused('ERR_TOKEN_TYPE');
  const foreign = foreignClaims.find((name) => Object.hasOwn(jws.payload, name));
  if (foreign !== undefined) throw new Refused('ERR_TOKEN_NOT_ACCESS_TOKEN', { detail: `claim ${foreign}` });
  return jws;
}

function decode(token: string): CompactJws {
  try {
    return decodeCompactJws(token);
  } catch (cause) {
    throw new Refused('ERR_TOKEN_MALFORMED', {
      detail: cause instanceof HoldfastError ? cause.code : undefined,
      cause,
    });
  }
}
