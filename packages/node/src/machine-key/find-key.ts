import { encodeBase64url, type PublicJwk, parsePublicJwk } from '@holdfast/core';
import { MachineKeyUnusable } from '../errors/machine-key-errors.ts';
import { type Attribute, ck, type Handle, tokenFailed } from './cryptoki.ts';
import type { OpenToken } from './open-token.ts';
import type { KeyPlace } from './pkcs11-options.ts';

/** A private key in a token that may be used, and its public half. */
export interface FoundKey {
  readonly handle: Handle;
  readonly id: Buffer;
  readonly jwk: PublicJwk;
  /** Whether it was made in the token, and could never be read out of it. */
  readonly wasNeverOutside: boolean;
}

const { attributes } = ck;

/**
 * Finds one private key in a token, refuses one that could be read out of it, and reads its public half.
 *
 * Not checked: whether the halves belong to each other.
 *
 * @throws {@link MachineKeyUnusable} `ERR_PKCS11_KEY_MISSING`, `ERR_PKCS11_KEY_EXPOSED`, `ERR_PKCS11_KEY_TYPE`, `ERR_PKCS11_FAILED`
 * @throws {@link JwkInvalid} `ERR_JWK_WEAK`
 * @see PKCS #11 Base Specification 2.40 section 4.9
 */
export function findKey(token: OpenToken, place: KeyPlace): FoundKey {
  const found = findObjects(token, [
    { type: attributes.class, value: ck.privateKey },
    ...(place.object === undefined ? [] : [{ type: attributes.label, value: place.object }]),
    ...(place.id === undefined ? [] : [{ type: attributes.id, value: place.id }]),
  ]);
  const [handle, second] = found;
  if (handle === undefined) throw new MachineKeyUnusable('ERR_PKCS11_KEY_MISSING', { detail: 'none' });
  if (second !== undefined) throw new MachineKeyUnusable('ERR_PKCS11_KEY_MISSING', { detail: 'several' });
  checkKept(token, handle);
  checkPurpose(token, handle);
  const id = readValue(token, handle, attributes.id) ?? Buffer.alloc(0);
  const wasNeverOutside =
    isTrue(token, handle, attributes.neverExtractable) && isTrue(token, handle, attributes.alwaysSensitive);
  return { handle, id, jwk: readPublicHalf(token, handle, id), wasNeverOutside };
}

function findObjects({ cryptoki, session }: OpenToken, template: readonly Attribute[]): readonly Handle[] {
  try {
    cryptoki.C_FindObjectsInit(session, template);
    try {
      return cryptoki.C_FindObjects(session, 2);
    } finally {
      cryptoki.C_FindObjectsFinal(session);
    }
  } catch (error) {
    throw tokenFailed(error);
  }
}

// What is not said counts as the worse answer.
function checkKept(token: OpenToken, handle: Handle): void {
  const isExtractable = readValue(token, handle, attributes.extractable)?.[0] !== 0;
  if (isExtractable || !isTrue(token, handle, attributes.sensitive)) {
    throw new MachineKeyUnusable('ERR_PKCS11_KEY_EXPOSED', { detail: isExtractable ? 'extractable' : 'not sensitive' });
  }
}

function checkPurpose(token: OpenToken, handle: Handle): void {
  const keyType = readValue(token, handle, attributes.keyType);
  if (keyType === undefined || keyType.some((byte) => byte !== ck.rsa)) {
    throw new MachineKeyUnusable('ERR_PKCS11_KEY_TYPE', { detail: 'not RSA' });
  }
  if (!isTrue(token, handle, attributes.sign)) {
    throw new MachineKeyUnusable('ERR_PKCS11_KEY_TYPE', { detail: 'not for signatures' });
  }
  if (isTrue(token, handle, attributes.alwaysAuthenticate)) {
    throw new MachineKeyUnusable('ERR_PKCS11_KEY_TYPE', { detail: 'asks for its PIN at each signature' });
  }
}

/** Most tokens show the public numbers at the private key; the others at the public key with the same id. */
function readPublicHalf(token: OpenToken, handle: Handle, id: Buffer): PublicJwk {
  for (const holder of [handle, ...findPublicKeys(token, id)]) {
    const n = readValue(token, holder, attributes.modulus);
    const e = readValue(token, holder, attributes.publicExponent);
    if (n !== undefined && e !== undefined)
      return parsePublicJwk({ kty: 'RSA', n: encodeNumber(n), e: encodeNumber(e) });
  }
  throw new MachineKeyUnusable('ERR_PKCS11_KEY_TYPE', { detail: 'no public half' });
}

function findPublicKeys(token: OpenToken, id: Buffer): readonly Handle[] {
  if (id.length === 0) return [];
  return findObjects(token, [
    { type: attributes.class, value: ck.publicKey },
    { type: attributes.id, value: id },
  ]);
}

// Some modules write numbers with a leading zero, which a JWK must not have.
function encodeNumber(number: Buffer): string {
  const first = number.findIndex((byte) => byte !== 0);
  return encodeBase64url(number.subarray(first === -1 ? 0 : first));
}

function isTrue(token: OpenToken, handle: Handle, type: number): boolean {
  const value = readValue(token, handle, type);
  return value !== undefined && value[0] === 1;
}

/** One at a time: a module that lacks one of several attributes may answer none. */
function readValue({ cryptoki, session }: OpenToken, handle: Handle, type: number): Buffer | undefined {
  try {
    const [answer] = cryptoki.C_GetAttributeValue(session, handle, [{ type }]);
    return answer === undefined || answer.value.length === 0 ? undefined : answer.value;
  } catch {
    return undefined;
  }
}
