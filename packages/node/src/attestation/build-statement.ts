import { type Clock, epochSeconds, randomId, signCompactJws } from '@holdfast/core';
import type { AttestationRequest } from './attestation-provider.ts';
import { trimSlashes } from './trim-slashes.ts';

/** What the attestation service is sent. */
export interface AttestationMessage {
  readonly url: string;
  /** JSON. */
  readonly body: string;
}

/**
 * Writes the statement that a key makes about itself, signed by that key, for one service, one identity and this moment.
 *
 * Not checked: the address; {@link checkEndpoint} did.
 *
 * @throws {@link KeyUnusable} for a key that does not sign
 * @see docs/attestation.md, "The statement"
 */
export async function buildAttestationMessage(
  { endpoint, key, clientId }: AttestationRequest,
  clock: Clock,
): Promise<AttestationMessage> {
  const { kty, n, e } = key.signingKey.jwk as { readonly kty: string; readonly n?: string; readonly e?: string };
  const statement = await signCompactJws({
    header: { typ: 'key-attestation+jwt' },
    payload: {
      aud: endpoint,
      iat: epochSeconds(clock),
      jti: randomId(),
      jwk: { kty, n: n ?? '', e: e ?? '' },
      client_id: clientId,
    },
    key: key.signingKey,
  });
  return {
    url: `${trimSlashes(endpoint)}/attest/keyguard?api-version=2023-04-01-preview`,
    body: JSON.stringify({ AttestationInfo: statement }),
  };
}
