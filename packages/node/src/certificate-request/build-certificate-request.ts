import { createPublicKey } from 'node:crypto';
import { type Bytes, KeyUnusable, type SigningKey } from '@holdfast/core';
import { Attributes, CertificationRequest, CertificationRequestInfo } from '@peculiar/asn1-csr';
import { id_mgf1, id_RSASSA_PSS, id_sha256, RsaSaPssParams } from '@peculiar/asn1-rsa';
import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import { buildChallengePasswordAttribute, buildComputeUnitAttribute, type ComputeUnit } from './cu-id.ts';
import { buildSubject } from './subject.ts';

/** Who asks for a certificate, and with which key. */
export interface CertificateRequestFacts {
  /** GUID of the identity. */
  readonly clientId: string;
  /** GUID of its tenant. */
  readonly tenantId: string;
  /** The machine. */
  readonly computeUnit: ComputeUnit;
  /** How the machine is named: by the attribute that shipped, or by the one of the first design. @default `compute-unit` */
  readonly attribute?: 'compute-unit' | 'challenge-password' | undefined;
  /** An RSA key that signs `PS256`. Its private half is asked for one signature, and never for itself. */
  readonly key: SigningKey;
}

const saltLength = 32;

/**
 * Writes and signs a certificate request for a managed identity.
 *
 * Not checked: the ids, which go into the subject as they are.
 *
 * @returns the DER of a PKCS#10 request
 * @throws {@link KeyUnusable} for a key of another algorithm, or one that does not sign
 * @see RFC 2986 section 4; RFC 8017 appendix A.2.3; RFC 4055 section 3.1
 */
export async function buildCertificateRequest({
  clientId,
  tenantId,
  computeUnit,
  attribute = 'compute-unit',
  key,
}: CertificateRequestFacts): Promise<Bytes> {
  if (key.alg !== 'PS256') throw new KeyUnusable({ detail: 'a certificate request is signed with PS256' });
  const buildAttribute = attribute === 'compute-unit' ? buildComputeUnitAttribute : buildChallengePasswordAttribute;
  const certificationRequestInfo = new CertificationRequestInfo({
    subject: buildSubject({ clientId, tenantId }),
    subjectPKInfo: readPublicKey(key),
    attributes: new Attributes([buildAttribute(computeUnit)]),
  });
  const signed = await key.sign(new Uint8Array(AsnConvert.serialize(certificationRequestInfo)));
  const request = new CertificationRequest({
    certificationRequestInfo,
    signatureAlgorithm: buildSignatureAlgorithm(),
    signature: signed.slice().buffer,
  });
  return new Uint8Array(AsnConvert.serialize(request));
}

function readPublicKey({ jwk }: SigningKey): SubjectPublicKeyInfo {
  const spki = createPublicKey({ format: 'jwk', key: { ...jwk } }).export({ format: 'der', type: 'spki' });
  return AsnConvert.parse(spki, SubjectPublicKeyInfo);
}

// PSS says nothing by itself: a reader that is not told hash and salt takes SHA-1 and 20 bytes.
function buildSignatureAlgorithm(): AlgorithmIdentifier {
  const sha256 = new AlgorithmIdentifier({ algorithm: id_sha256 });
  const parameters = new RsaSaPssParams({
    hashAlgorithm: sha256,
    maskGenAlgorithm: new AlgorithmIdentifier({ algorithm: id_mgf1, parameters: AsnConvert.serialize(sha256) }),
    saltLength,
  });
  return new AlgorithmIdentifier({ algorithm: id_RSASSA_PSS, parameters: AsnConvert.serialize(parameters) });
}
