import type { X509Certificate as OpenedCertificate } from 'node:crypto';
import { isGuid } from '@holdfast/core';
import { signCertificate } from './certificate-authority.ts';
import type { CertificatePair } from './certificate-pair.ts';
import { hasSubject } from './subject-name.ts';
import { issuedAtOf, validityFrom } from './validity.ts';
import {
  AsnConvert,
  DirectoryString,
  ExtendedKeyUsage,
  Extension,
  Name,
  type PublicKey,
  X509Certificate,
} from './x509.ts';

/** What the certificate of a managed identity says. */
export interface MachineCertificateFacts {
  /** GUID of the identity, in lower case. */
  readonly clientId: string;
  /** GUID of its tenant, in lower case. */
  readonly tenantId: string;
  /** Epoch milliseconds, in whole seconds. */
  readonly issuedAt: number;
  /** What was shown of its key when it was issued: a JWT. Absent when nothing was. */
  readonly attestation?: string | undefined;
}

// The arc for examples (ITU-T X.660): nobody is given a number there, so it stands for nothing outside of this project.
const attestationExtension = '2.999.83.1';

/** What the certificate authority of managed identities is called; clients on Windows look for the first half. */
export const machineAuthorityName = 'managedidentitysnissuer.login.microsoft.com development';

/**
 * Issues a certificate of a managed identity for a key that is not here, for client authentication.
 *
 * What was shown of the key stays with the certificate, so that whoever judges it later can judge that too.
 *
 * Not checked: that whoever asked holds the key; the reader of the request did.
 *
 * @param options - `at` is epoch milliseconds
 * @returns DER
 */
export async function issueMachineCertificate(options: {
  readonly authority: CertificatePair;
  readonly clientId: string;
  readonly tenantId: string;
  readonly publicKey: PublicKey;
  readonly attestation?: string | undefined;
  readonly at: number;
  readonly lifetimeSeconds: number;
}): Promise<Buffer> {
  const { authority, clientId, tenantId, publicKey, attestation, at, lifetimeSeconds } = options;
  const certificate = await signCertificate(authority, {
    subject: new Name([{ DC: [{ ia5String: tenantId }] }, { CN: [{ utf8String: clientId }] }]),
    publicKey,
    purpose: ExtendedKeyUsage.clientAuth,
    ...validityFrom(at, lifetimeSeconds * 1000),
    extensions: attestation === undefined ? [] : [writeAttestation(attestation)],
  });
  return Buffer.from(certificate.rawData);
}

/** Whom a certificate of a managed identity names. */
export type MachineSubject = Pick<MachineCertificateFacts, 'clientId' | 'tenantId'>;

/**
 * Reads whom a certificate names, when it names somebody as certificates of managed identities do.
 *
 * Not checked: who issued it; anybody may write such a name.
 */
export function readMachineSubject(certificate: OpenedCertificate): MachineSubject | undefined {
  const [tenantId, clientId] = ['DC', 'CN'].map(
    (part) => new RegExp(`^${part}=(.+)$`, 'm').exec(certificate.subject)?.[1],
  );
  if (clientId === undefined || tenantId === undefined || !isGuid(clientId) || !isGuid(tenantId)) return undefined;
  return hasSubject(certificate, `CN=${clientId},DC=${tenantId}`) ? { clientId, tenantId } : undefined;
}

/**
 * Reads the certificate of a managed identity back.
 *
 * Not checked: whether it may be used now, and the attestation.
 *
 * @param authority - that must have issued it; nothing but the name is read of the certificate of another
 * @returns undefined for a certificate that {@link issueMachineCertificate} never made
 */
export function readMachineCertificate(
  certificate: OpenedCertificate,
  authority: OpenedCertificate,
): MachineCertificateFacts | undefined {
  const subject = readMachineSubject(certificate);
  if (subject === undefined || !isIssuedBy(certificate, authority)) return undefined;
  const issuedAt = issuedAtOf({ notBefore: certificate.validFromDate });
  return { ...subject, issuedAt, attestation: readAttestation(certificate) };
}

function isIssuedBy(certificate: OpenedCertificate, authority: OpenedCertificate): boolean {
  return !certificate.ca && certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

function writeAttestation(text: string): Extension {
  return new Extension(attestationExtension, false, AsnConvert.serialize(new DirectoryString({ utf8String: text })));
}

function readAttestation({ raw }: OpenedCertificate): string | undefined {
  const extension = new X509Certificate(raw).getExtension(attestationExtension);
  if (extension === null) return undefined;
  return AsnConvert.parse(extension.value, DirectoryString).utf8String;
}
