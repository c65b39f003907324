import { type JsonObject, randomId, signCompactJws } from '@holdfast/core';
import type { IssuerKey } from '../signing/issuer-key.ts';
import { keyIdOf } from './attested-key.ts';
import { readStatement } from './read-statement.ts';
import { type AttestationVerifier, createAttestationVerifier } from './verify-attestation.ts';

/** The attestation service of the authority, and whoever believes it. */
export interface Attestation extends AttestationVerifier {
  /** Its address, which is its name as well: `https://localhost:8443/attestation`. */
  readonly endpoint: () => string;
  /**
   * Makes an attestation token from a statement.
   *
   * @param statement - a compact JWS, signed with the key it is about
   * @throws {@link AttestationRefused}
   */
  attest(statement: string): Promise<AttestedStatement>;
  /** The public key of the service, as a JWK set. */
  keySet(): JsonObject;
}

/** An attestation token, and what it is about. */
export interface AttestedStatement {
  readonly token: string;
  readonly keyId: string;
  readonly clientId: string;
}

/** Where the attestation service is, below the origin of the STS. */
export const attestationPath = '/attestation';

const lifeSeconds = 8 * 60 * 60;

/**
 * Makes the attestation service. It keeps nothing but its key.
 *
 * All it can see is that somebody holds a key, so it says `InMemory` of every one of them.
 *
 * @param options - `clock` gives epoch milliseconds
 * @see docs/attestation.md
 */
export function createAttestation(options: {
  readonly key: IssuerKey;
  /** Known once the STS listens. */
  readonly origin: () => string;
  readonly clock: () => number;
}): Attestation {
  const { key, origin, clock } = options;
  const endpoint = (): string => `${origin()}${attestationPath}`;
  return {
    endpoint,
    attest: async (text) => {
      const at = clock();
      const { jwk, clientId, endsBy } = await readStatement(text, { audience: endpoint(), at });
      const now = Math.floor(at / 1000);
      const latest = now + lifeSeconds;
      const keyId = keyIdOf(jwk);
      const token = await signCompactJws({
        header: { typ: 'JWT', kid: key.kid, jku: `${endpoint()}/certs` },
        payload: {
          iss: endpoint(),
          iat: now,
          nbf: now,
          exp: endsBy === undefined ? latest : Math.min(endsBy, latest),
          jti: randomId(),
          client_id: clientId,
          'x-ms-ver': '1.0',
          'x-ms-attestation-type': 'possession',
          'x-ms-runtime': { keys: [{ kty: jwk.kty, n: jwk.n, e: jwk.e, kid: keyId }], strength: 'InMemory' },
        },
        key: key.signingKey,
      });
      return { token, keyId, clientId };
    },
    keySet: () => {
      const { kty, n, e } = key.jwk;
      return { keys: [{ kty, n, e, kid: key.kid, use: 'sig', alg: key.signingKey.alg }] };
    },
    ...createAttestationVerifier({ key, endpoint }),
  };
}
