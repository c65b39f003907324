import { type Confirmation, hasCapability, type JsonObject, type JsonValue } from '@holdfast/core';

/** What a revocation can name about an access token. Every one of them was signed by its issuer. */
export interface RevocationFacts {
  /** `tid`. */
  readonly tenant: string | undefined;
  /** `oid`, in lower case. */
  readonly objectId: string | undefined;
  /** `azp`, `appid` and `client_id`, in lower case; one, where they agree. */
  readonly clientIds: readonly string[];
  /** `uti`. */
  readonly uniqueId: string | undefined;
  /** `iat`, epoch seconds. */
  readonly issuedAt: number;
  /** RFC 7638 thumbprint of the key that the token is bound to. */
  readonly keyThumbprint: string | undefined;
  /** `x5t#S256` of the certificate that the token is bound to. */
  readonly certificateThumbprint: string | undefined;
  /** Whether `xms_cc` has `cp1`: an authority gives such clients tokens that live for a day, because they can be taken back. */
  readonly isCae: boolean;
}

const clientClaims = ['azp', 'appid', 'client_id'] as const;

/**
 * Reads from a verified token what a revocation can name. It is read once for each token: with 100,000 revocations in force, a request
 * costs a few look-ups by texts that are at hand.
 *
 * Not checked: anything about the token. A claim of another type than it should have names nothing.
 */
export function readRevocationFacts(claims: JsonObject, confirmation: Confirmation | undefined): RevocationFacts {
  const clientIds: string[] = [];
  // In steps of its own, because it is read with every request where no token is remembered.
  for (const name of clientClaims) {
    const id = textOf(claims[name])?.toLowerCase();
    if (id !== undefined && !clientIds.includes(id)) clientIds.push(id);
  }
  const capabilities = claims['xms_cc'];
  return Object.freeze({
    tenant: textOf(claims['tid']),
    objectId: textOf(claims['oid'])?.toLowerCase(),
    clientIds: Object.freeze(clientIds),
    uniqueId: textOf(claims['uti']),
    issuedAt: Number(claims['iat']),
    keyThumbprint: confirmation?.key?.thumbprint,
    certificateThumbprint: confirmation?.certificateThumbprint,
    isCae: capabilities !== undefined && hasCapability(capabilitiesOf(capabilities), 'cp1'),
  });
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

// A list, as Entra writes it, or one text.
function capabilitiesOf(value: JsonValue | undefined): readonly string[] {
  const listed = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  return listed.filter((one) => typeof one === 'string').flatMap((one) => one.split(/[\s,]+/));
}
