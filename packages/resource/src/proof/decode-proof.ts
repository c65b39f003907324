import { type DecodedShr, decodeSignedHttpRequest, HoldfastError, ShrInvalid } from '@holdfast/core';
import type { ShrMemory } from '@holdfast/core/shr-memory';
import { type Credential, checkCharacters } from '../credential/extract-credential.ts';
import { Refused, refuseProof } from '../errors/refused.ts';

/** A credential taken apart: the access token, and the proof around it where there is one. */
export type Presentation =
  | { readonly scheme: 'pop'; readonly accessToken: string; readonly shr: DecodedShr }
  | { readonly scheme: 'bearer' | 'mtls_pop'; readonly accessToken: string };

/**
 * Takes the access token out of a signed HTTP request. Nothing of the proof is believed yet.
 *
 * @param memory - recognises what earlier proofs had too
 */
export function decodeProof(credential: Credential, memory: ShrMemory): Presentation {
  const { scheme, token } = credential;
  if (scheme !== 'pop') {
    checkCharacters(credential);
    return { scheme, accessToken: token };
  }
  try {
    const shr = decodeSignedHttpRequest(token, memory);
    return { scheme, accessToken: shr.accessToken, shr };
  } catch (cause) {
    checkCharacters(credential);
    if (cause instanceof ShrInvalid) throw refuseProof(cause);
    throw new Refused('ERR_PROOF_MALFORMED', {
      detail: cause instanceof HoldfastError ? cause.code : undefined,
      cause,
    });
  }
}
