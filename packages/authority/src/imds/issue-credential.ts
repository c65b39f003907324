import { createHash } from 'node:crypto';
import { createLruMap, type EventSink } from '@holdfast/core';
import type { CertificatePair } from '../certificates/certificate-pair.ts';
import { issueMachineCertificate } from '../certificates/machine-certificate.ts';
import type { ManagedIdentity } from '../directory/directory.ts';
import { IdentityRefused } from '../errors/identity-refused.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import type { Issuer } from '../steps/token-request.ts';
import { type RequestedKey, readCertificateRequest } from './read-certificate-request.ts';
import type { CredentialBody } from './read-credential-body.ts';

/** A request for a certificate of an identity. */
export interface CredentialRequest extends CredentialBody {
  readonly identity: ManagedIdentity;
  /** GUID of the machine. */
  readonly vmId: string;
  /** A certificate that was given before will not do. */
  readonly bypassCache: boolean;
  readonly issuer: Issuer;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Issues certificates to the identities of the machine. */
export interface CredentialIssuer {
  /**
   * Verifies a request and issues a certificate, or gives the one again that the same key got for the same attestation, until half of its
   * life is over.
   *
   * IMDS knows nothing of what the STS has revoked since: a kept certificate is given again all the same, and `bypass_cache` is there for
   * whoever was told no with it.
   *
   * @returns DER
   * @throws {@link IdentityRefused} `certificateRequestRefused`, `attestationMissing`; {@link TokenRefused} for a wrong attestation
   */
  issue(request: CredentialRequest): Promise<Buffer>;
}

interface KeptCertificate {
  readonly der: Buffer;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
  readonly lifetimeSeconds: number;
  /** `jti` of the attestation. */
  readonly attestation: string | undefined;
}

const mostKept = 1000;

/** Makes the issuer of certificates over an authority; it keeps none yet. */
export function createCredentialIssuer(options: {
  readonly machineCa: CertificatePair;
  readonly publish: EventSink<AuthorityEvent>;
}): CredentialIssuer {
  const { machineCa, publish } = options;
  const kept = createLruMap<KeptCertificate>(mostKept);

  async function make(request: CredentialRequest, { publicKey, keyId }: RequestedKey): Promise<KeptCertificate> {
    const { identity, attestation, at } = request;
    const { clientId, tenantId, certificateLifetimeSeconds: lifetimeSeconds } = identity;
    const attestationId = await judgeAttestation(request, keyId);
    const facts = { authority: machineCa, clientId, tenantId, publicKey, attestation, at, lifetimeSeconds };
    return { der: await issueMachineCertificate(facts), issuedAt: at, lifetimeSeconds, attestation: attestationId };
  }

  return {
    issue: async (request) => {
      const { identity, attestation = '', bypassCache, at } = request;
      const key = await readCertificateRequest(request.csr, { ...identity, vmId: request.vmId });
      if (attestation === '' && identity.attestation === 'required') throw new IdentityRefused('attestationMissing');
      const name = JSON.stringify([identity.clientId, key.keyId, attestation]);
      const known = bypassCache ? undefined : kept.find(name);
      const isFresh = known !== undefined && at < known.issuedAt + known.lifetimeSeconds * 500;
      const certificate = isFresh ? known : await make(request, key);
      kept.write(name, certificate);
      publish({
        name: 'certificate.issued',
        tenantId: identity.tenantId,
        clientId: identity.clientId,
        thumbprint: createHash('sha256').update(certificate.der).digest('base64url'),
        source: isFresh ? 'kept' : 'new',
        bypassCache,
        attestation: certificate.attestation,
        expiresAt: Math.floor(certificate.issuedAt / 1000) + certificate.lifetimeSeconds,
      });
      return certificate.der;
    },
  };
}

/**
 * Verifies the attestation of a request, unless that is left to the STS.
 *
 * @returns its id, where it was read
 */
async function judgeAttestation(
  { identity, attestation, issuer, at }: CredentialRequest,
  keyId: string,
): Promise<string | undefined> {
  if (attestation === undefined || identity.attestationCheck === 'sts') return undefined;
  const attested = await issuer.machine.attestation.verify(attestation, { keyId, clientId: identity.clientId, at });
  if (issuer.revocations.isAttestationRevoked(attested)) throw new TokenRefused('attestationClaimWrong');
  return attested.id;
}
