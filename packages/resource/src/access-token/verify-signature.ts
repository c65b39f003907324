import { type CompactJws, SignatureInvalid, type VerificationKey, verifyCompactJws } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';

/** Verifies the access token under a key of its issuer. From here on its claims may be believed, though none is checked yet. */
export async function verifySignature(jws: CompactJws, key: VerificationKey): Promise<void> {
  try {
    await verifyCompactJws(jws, { key });
  } catch (cause) {
    throw cause instanceof SignatureInvalid ? new Refused('ERR_TOKEN_SIGNATURE', { cause }) : cause;
  }
}
