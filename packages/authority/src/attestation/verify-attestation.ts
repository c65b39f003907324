import {
  type CompactJws,
  decodeCompactJws,
  importVerificationKey,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  verifyCompactJws,
} from '@holdfast/core';
import { isClaimTime } from '../client-auth/claim-time.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { IssuerKey } from '../signing/issuer-key.ts';

/** What an attestation token says of a key. */
export interface AttestationFacts {
  /** `jti` */
  readonly id: string;
  /** Lower-case hexadecimal SHA-256 of the SPKI of the key. */
  readonly keyId: string;
  /** `iat`, epoch seconds. */
  readonly issuedAt: number;
}

/** What an attestation token must be about. */
export interface AttestationSubject {
  /** Lower-case hexadecimal SHA-256 of the SPKI of the key. */
  readonly keyId: string;
  /** GUID of the identity that uses it, in lower case. */
  readonly clientId: string;
  /** When it must be in force, epoch milliseconds. */
  readonly at: number;
}

/** Whoever believes the attestation service. */
export interface AttestationVerifier {
  /**
   * Verifies an attestation token: who says so, where its keys are, its signature, its times, and that it is about this key and this
   * identity.
   *
   * Not checked: whether it was revoked.
   *
   * @throws {@link TokenRefused} `attestationIssuerWrong`, `attestationAddressWrong`, `attestationSignatureWrong`, `attestationTimeWrong`,
   *   `attestationClaimWrong`
   */
  verify(token: string, subject: AttestationSubject): Promise<AttestationFacts>;
}

const skewSeconds = 300;
const longestToken = 8192;
const tokenId = /^[A-Za-z0-9_-]{8,128}$/;
const strengths: readonly (JsonValue | undefined)[] = ['InMemory', 'Hardware', 'KeyGuard'];

/** Makes a verifier of what one key signs in the name of one service. */
export function createAttestationVerifier(service: {
  readonly key: IssuerKey;
  readonly endpoint: () => string;
}): AttestationVerifier {
  const { key, endpoint } = service;
  const verificationKey = importVerificationKey(key.jwk, key.signingKey.alg);
  return {
    verify: async (token, subject) => {
      const jws = decode(token);
      // Who says so comes first: of anybody else, neither the address nor the signature matters.
      if (jws.payload['iss'] !== endpoint()) throw new TokenRefused('attestationIssuerWrong');
      // Compared, and never fetched: an address that a token names is where its forger keeps his keys.
      if (jws.header.jku !== `${endpoint()}/certs`) throw new TokenRefused('attestationAddressWrong');
      await verifySignature(jws, key.kid, await verificationKey);
      checkTimes(jws.payload, Math.floor(subject.at / 1000));
      return readFacts(jws.payload, subject);
    },
  };
}

function decode(token: string): CompactJws {
  try {
    return decodeCompactJws(token, { allowJku: true, maxLength: longestToken });
  } catch (cause) {
    throw new TokenRefused('attestationSignatureWrong', '', cause);
  }
}

async function verifySignature(
  jws: CompactJws,
  kid: string,
  key: Awaited<ReturnType<typeof importVerificationKey>>,
): Promise<void> {
  if (jws.header.kid !== kid) throw new TokenRefused('attestationSignatureWrong');
  await verifyCompactJws(jws, { key }).catch((cause: unknown) => {
    throw new TokenRefused('attestationSignatureWrong', '', cause);
  });
}

function checkTimes({ iat, nbf, exp }: JsonObject, now: number): void {
  const isInRange =
    isClaimTime(iat) && isClaimTime(nbf) && isClaimTime(exp) && Math.max(iat, nbf) <= now + skewSeconds && now < exp;
  if (!isInRange) throw new TokenRefused('attestationTimeWrong');
}

function readFacts(payload: JsonObject, { keyId, clientId }: AttestationSubject): AttestationFacts {
  const { jti, iat, client_id: attestedFor, 'x-ms-runtime': runtime } = payload;
  const isAboutThem = attestedFor === clientId && attestedKeyId(runtime) === keyId;
  if (!isAboutThem || typeof jti !== 'string' || !tokenId.test(jti)) throw new TokenRefused('attestationClaimWrong');
  return { id: jti, keyId, issuedAt: Number(iat) };
}

function attestedKeyId(runtime: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(runtime) || !strengths.includes(runtime['strength'])) return undefined;
  const keys = runtime['keys'];
  const [key, ...others] = Array.isArray(keys) ? (keys as readonly JsonValue[]) : [];
  // The service wrote the id from the key itself, and its signature is verified.
  return isJsonObject(key) && others.length === 0 ? key['kid'] : undefined;
}
