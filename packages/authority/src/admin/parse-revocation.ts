import { isJsonObject, isThumbprint, type JsonObject, type JsonValue } from '@holdfast/core';
import { parseCertificateThumbprint } from '../certificates/certificate-thumbprint.ts';
import type { Directory } from '../directory/directory.ts';
import { AdminRefused } from '../errors/admin-refused.ts';
import { findRevoked } from '../revocation/find-revoked.ts';
import { type RevocationKind, type RevocationWish, revocationKinds } from '../revocation/revocation.ts';

const longestName = 512;
const mostClaimsCharacters = 2048;
const keyId = /^[0-9A-Fa-f]{64}$/;
const uti = /^[A-Za-z0-9_-]{8,128}$/;

/**
 * Reads what is to be revoked from the body of a request: exactly one kind, and claims at most beside it.
 *
 * Not checked: whether a token, a key or a certificate exists; whoever lost one may know nothing else of it.
 *
 * @throws {@link AdminRefused} `ERR_ADMIN_REQUEST`; `ERR_ADMIN_UNKNOWN` for a name that nobody in the directory has
 */
export function parseRevocation(value: JsonObject, directory: Directory): RevocationWish {
  const { claims, ...named } = value;
  const [kind, ...others] = Object.keys(named);
  if (others.length > 0 || !isKind(kind)) refuse(`exactly one of ${revocationKinds.join(', ')}`);
  const text = named[kind];
  if (typeof text !== 'string' || text === '' || text.length > longestName) refuse(kind);
  return {
    ...(kind === 'user' || kind === 'application' || kind === 'identity'
      ? { kind, ...getRevoked(directory, kind, text) }
      : { kind, value: parseValue(kind, text) }),
    ...(claims === undefined ? {} : { claims: parseClaims(claims) }),
  };
}

function isKind(name: string | undefined): name is RevocationKind {
  return (revocationKinds as readonly (string | undefined)[]).includes(name);
}

function getRevoked(
  directory: Directory,
  kind: 'user' | 'application' | 'identity',
  text: string,
): Pick<RevocationWish, 'value' | 'tenant'> {
  const [found, ...others] = findRevoked(directory, kind, text);
  if (found === undefined) throw new AdminRefused('ERR_ADMIN_UNKNOWN', kind);
  if (others.length > 0) refuse(`${kind}: several have this name, so the id is needed`);
  return found;
}

function parseValue(kind: 'uti' | 'jkt' | 'x5t' | 'attestation', text: string): string {
  if (kind === 'uti') return uti.test(text) ? text : refuse('uti: the claim of that name');
  if (kind === 'attestation') return parseAttestation(text);
  if (kind === 'jkt') return isThumbprint(text) ? text : refuse('jkt: the SHA-256 thumbprint in base64url');
  return parseCertificateThumbprint(text) ?? refuse('x5t: the SHA-256 thumbprint, in base64url or hexadecimal');
}

// The id of a key is hexadecimal, and tools write that in both letter cases.
function parseAttestation(text: string): string {
  if (keyId.test(text)) return text.toLowerCase();
  return uti.test(text) ? text : refuse('attestation: jti of an attestation token, or the id of a key');
}

// OpenID Connect Core section 5.5: for each place a claim can be in, an object with a request or null for each claim.
function parseClaims(claims: JsonValue): JsonObject {
  if (!isJsonObject(claims) || !isJsonObject(claims['access_token'])) refuse('claims: an object with access_token');
  if (JSON.stringify(claims).length > mostClaimsCharacters) refuse(`claims: up to ${mostClaimsCharacters} characters`);
  for (const place of Object.values(claims)) {
    const isSound = isJsonObject(place) && Object.values(place).every((one) => one === null || isJsonObject(one));
    if (!isSound) refuse('claims: each claim with an object or null');
  }
  if (Object.keys(claims['access_token']).length === 0) refuse('claims: at least one claim');
  return claims;
}

function refuse(what: string): never {
  throw new AdminRefused('ERR_ADMIN_REQUEST', what);
}
