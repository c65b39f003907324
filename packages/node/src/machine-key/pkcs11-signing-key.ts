import { createHash } from 'node:crypto';
import {
  type Bytes,
  importVerificationKey,
  jwkThumbprint,
  KeyUnusable,
  randomBytes,
  type SigningKey,
} from '@holdfast/core';
import { MachineKeyUnusable } from '../errors/machine-key-errors.ts';
import { ck, tokenFailed } from './cryptoki.ts';
import type { FoundKey } from './find-key.ts';
import type { OpenToken } from './open-token.ts';

/** How a token makes PS256 signatures, and whether in hardware. */
export interface PssMechanism {
  /** `CKM_SHA256_RSA_PKCS_PSS`, which digests by itself, or `CKM_RSA_PKCS_PSS`, which takes a digest. */
  readonly type: number;
  readonly isInHardware: boolean;
}

/**
 * Chooses how a token signs.
 *
 * @throws {@link MachineKeyUnusable} `ERR_PKCS11_KEY_TYPE` for a token without RSA-PSS, `ERR_PKCS11_FAILED`
 */
export function choosePssMechanism({ cryptoki, slot }: OpenToken): PssMechanism {
  const { rsaPss, sha256RsaPss } = ck.mechanisms;
  try {
    const offered = cryptoki.C_GetMechanismList(slot);
    // The digest is ours where the token allows it: the less goes over to it, the better.
    const type = [rsaPss, sha256RsaPss].find((wanted) => offered.includes(wanted));
    if (type === undefined) throw new MachineKeyUnusable('ERR_PKCS11_KEY_TYPE', { detail: 'no RSA-PSS' });
    const { flags } = cryptoki.C_GetMechanismInfo(slot, type);
    return { type, isInHardware: (flags & ck.flags.hardwareMechanism) !== 0 };
  } catch (error) {
    throw error instanceof MachineKeyUnusable ? error : tokenFailed(error);
  }
}

/** What a signing key over a token needs. */
export interface Pkcs11SigningKeyParts {
  readonly token: OpenToken;
  readonly key: FoundKey;
  readonly mechanism: PssMechanism;
}

const pssParameters = {
  type: ck.rsaPssParameters,
  hashAlg: ck.mechanisms.sha256,
  mgf: ck.mgf1Sha256,
  saltLen: 32,
};

/**
 * Makes a {@link SigningKey} over a key in a token, and tries it once.
 *
 * It signs at once, on the thread that asks: a session makes one signature at a time, and the engine uses the module from this thread too.
 *
 * @throws {@link MachineKeyUnusable} `ERR_PKCS11_KEY_MISMATCH`, `ERR_PKCS11_FAILED`
 * @see RFC 7518 section 3.5; PKCS #11 Current Mechanisms 2.40 section 2.1.10
 */
export async function createPkcs11SigningKey(parts: Pkcs11SigningKeyParts): Promise<SigningKey> {
  const { jwk } = parts.key;
  const { verify } = await importVerificationKey(jwk, 'PS256');
  const probe = randomBytes(32);
  if (!(await verify(probe, signInToken(parts, probe)))) throw new MachineKeyUnusable('ERR_PKCS11_KEY_MISMATCH');
  return Object.freeze({
    alg: 'PS256',
    jwk: Object.freeze(jwk),
    thumbprint: await jwkThumbprint(jwk),
    sign(data: Bytes) {
      try {
        return signInToken(parts, data);
      } catch (cause) {
        throw new KeyUnusable({ detail: 'the token failed', cause });
      }
    },
  } satisfies SigningKey);
}

const maxModulusBytes = 2048;

function signInToken({ token, key, mechanism }: Pkcs11SigningKeyParts, data: Bytes): Bytes {
  const { cryptoki, session } = token;
  const digests = mechanism.type === ck.mechanisms.sha256RsaPss;
  const input = digests ? Buffer.from(data) : createHash('sha256').update(data).digest();
  try {
    cryptoki.C_SignInit(session, { mechanism: mechanism.type, parameter: pssParameters }, key.handle);
    return Uint8Array.from(cryptoki.C_Sign(session, input, Buffer.alloc(maxModulusBytes)));
  } catch (error) {
    throw tokenFailed(error);
  }
}
