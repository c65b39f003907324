import type { JsonObject } from '@holdfast/core';

/** What can be revoked: everything of somebody up to now, one token, whatever is bound to a key or a certificate, or what was shown of a key. */
export const revocationKinds = ['user', 'application', 'identity', 'uti', 'jkt', 'x5t', 'attestation'] as const;

/** A kind of revocation; also the name of the member that asks for it. */
export type RevocationKind = (typeof revocationKinds)[number];

/** What is to be revoked, with no questions left. */
export interface RevocationWish {
  readonly kind: RevocationKind;
  /**
   * Object id of a user or an identity, client id of an application, `uti`, or the SHA-256 thumbprint in base64url; of an attestation its
   * id, or the id of the key.
   */
  readonly value: string;
  /** GUID of the tenant, where it is known. */
  readonly tenant?: string | undefined;
  /** Claims request that a resource asks for when it refuses such a token. */
  readonly claims?: JsonObject | undefined;
}

/** A revocation that counts. */
export interface Revocation extends RevocationWish {
  /** Cursor: names the book and the place of the entry in it. */
  readonly id: string;
  /** Epoch seconds: tokens of that second and of earlier ones are revoked. */
  readonly revokedAt: number;
  /** Epoch seconds: the last token it covers has expired by then, in the eyes of every validator. */
  readonly expiresAt: number;
}

/** Whom a token is for and what it is bound to: all that revocations look at beside its times. */
export interface TokenSubject {
  /** `oid` */
  readonly objectId?: string | undefined;
  /** `appid` or `azp` */
  readonly clientId?: string | undefined;
  /** RFC 7638 thumbprint of the key it is bound to. */
  readonly keyThumbprint?: string | undefined;
  /** `x5t#S256` of the certificate it is bound to. */
  readonly certificateThumbprint?: string | undefined;
}

/** A token, as far as revocations look at it. */
export interface TokenFacts extends TokenSubject {
  /** Its claim of that name. */
  readonly uti?: string | undefined;
  /** `iat`, epoch seconds. */
  readonly issuedAt: number;
}

/** What was shown of the key of a certificate when it was issued, as far as revocations look at it. */
export interface AttestedKey {
  /** `jti` of the attestation token. */
  readonly id: string;
  /** Id of the key: lower-case hexadecimal SHA-256 of its SPKI. */
  readonly keyId: string;
  /** `iat` of the attestation token, epoch seconds. */
  readonly issuedAt: number;
}

/** Name under which a revocation is found; whoever is revoked twice has one entry. */
export function revocationKey({ kind, value }: Pick<RevocationWish, 'kind' | 'value'>): string {
  return `${kind} ${value}`;
}

/**
 * Lists the names under which the revocations of a token are found.
 *
 * The tenant is not among them: identifiers are GUIDs, and a token that is refused for its twin in another tenant is replaced at once.
 */
export function revocationKeysOf(token: TokenFacts): readonly string[] {
  const { objectId, clientId, uti, keyThumbprint, certificateThumbprint } = token;
  const keys = (value: string | undefined, ...kinds: readonly RevocationKind[]): readonly string[] =>
    value === undefined ? [] : kinds.map((kind) => revocationKey({ kind, value }));
  return [
    ...keys(certificateThumbprint, 'x5t'),
    ...keys(keyThumbprint, 'jkt'),
    ...keys(uti, 'uti'),
    ...keys(objectId, 'user', 'identity'),
    ...keys(clientId, 'application', 'identity'),
  ];
}

/**
 * Tells whether a revocation that was found under one of the names of a token covers it: always for the token itself, its key and its
 * certificate, and up to the instant of the revocation for everybody else.
 */
export function matchRevocation({ kind, revokedAt }: Revocation, token: TokenFacts): boolean {
  return isForGood(kind) || kind === 'uti' || token.issuedAt <= revokedAt;
}

// Nothing is ever issued again to these: whoever has the key of another has it for good.
function isForGood(kind: RevocationKind): boolean {
  return kind === 'jkt' || kind === 'x5t';
}

/** Tells whether a revocation outlives every token: certificates do, and their attestations with them. */
export function isKept(kind: RevocationKind): boolean {
  return isForGood(kind) || kind === 'attestation';
}
