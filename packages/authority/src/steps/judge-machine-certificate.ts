import { spkiKeyId } from '../attestation/attested-key.ts';
import {
  type MachineCertificateFacts,
  type MachineSubject,
  readMachineCertificate,
} from '../certificates/machine-certificate.ts';
import { checkClientCertificate } from '../client-auth/certificate-rules.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { PresentedCertificate } from '../listening/presented-certificate.ts';
import type { AttestedKey } from '../revocation/revocation.ts';
import type { Issuer, TokenRequest } from './token-request.ts';

/** A certificate of a managed identity that may be used now. */
export interface MachineCertificate extends MachineSubject {
  /** What was shown of its key, where anything was. */
  readonly attested: AttestedKey | undefined;
}

/**
 * Judges a certificate that IMDS issued: its period and its purpose, the revocation list, and what was shown of its key.
 *
 * The attestation is verified again, with every request, whatever IMDS made of it: an identity that requires one has it here too. It must
 * have been in force when the certificate was issued, which outlives it by days.
 *
 * Not checked: whether the attestation was revoked; the gate asks, as it does of whatever may be revoked at the last moment.
 *
 * What another certificate would mend is refused without a code: that is what makes clients fetch one.
 *
 * @returns undefined for a certificate of anybody else
 * @throws {@link TokenRefused}
 */
export async function judgeMachineCertificate(
  certificate: PresentedCertificate,
  { issuer, at }: Pick<TokenRequest, 'issuer' | 'at'>,
): Promise<MachineCertificate | undefined> {
  const { x509 } = certificate;
  const said = readMachineCertificate(x509, issuer.machine.ca);
  if (said === undefined) return undefined;
  await checkClientCertificate(certificate, { at, isRevoked: issuer.isCertificateRevoked }).catch(refuseAsMachine);
  const attested = await judgeAttestation(certificate, said, issuer);
  return { clientId: said.clientId, tenantId: said.tenantId, attested };
}

async function judgeAttestation(
  { x509 }: PresentedCertificate,
  { clientId, issuedAt, attestation }: MachineCertificateFacts,
  { machine, directory }: Issuer,
): Promise<AttestedKey | undefined> {
  if (attestation === undefined) {
    const identity = directory.identities.find((one) => one.clientId === clientId);
    if (identity?.attestation === 'required') throw new TokenRefused('attestationClaimWrong');
    return undefined;
  }
  const keyId = spkiKeyId(x509.publicKey.export({ format: 'der', type: 'spki' }));
  return machine.attestation.verify(attestation, { keyId, clientId, at: issuedAt });
}

function refuseAsMachine(error: unknown): never {
  const reason = error instanceof TokenRefused ? error.reason : undefined;
  if (reason === 'certificateTimeWrong') throw new TokenRefused('machineCertificateTimeWrong', '', error);
  if (reason === 'certificateRevoked') throw new TokenRefused('machineCertificateRevoked', '', error);
  throw error;
}
