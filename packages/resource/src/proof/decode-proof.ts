import { type DecodedShr, decodeSignedHttpRequest, HoldfastError, ShrInvalid } from '@holdfast/core';
import type { Credential } from '../credential/extract-credential.ts';
import { Refused, refuseProof } from '../errors/refused.ts';

/** A credential taken apart: the access token, and the proof around it where there is one. */
export type Presentation =
  | { readonly scheme: 'pop'; readonly accessToken: string; readonly shr: DecodedShr }
  | { readonly scheme: 'bearer' | 'mtls_pop'; readonly accessToken: string };

/** Takes the access token out of a signed HTTP request. Nothing of the proof is believed yet. */
export function decodeProof({ scheme, token }: Credential): Presentation {
  if (scheme !== 'pop') return { scheme, accessToken: token };
  try {
    const shr = decodeSignedHttpRequest(token);
    return { scheme, accessToken: shr.accessToken, shr };
  } catch (cause) {
    if (cause instanceof ShrInvalid) throw refuseProof(cause);
    throw new Refused('ERR_PROOF_MALFORMED', {
      detail: cause instanceof HoldfastError ? cause.code : undefined,
      cause,
    });
  }
}
