import { createPublicKey } from 'node:crypto';
import { parsePublicJwk, parseStrictJsonObject } from '@holdfast/core';
import { spkiKeyId } from '../attestation/attested-key.ts';
import {
  AsnConvert,
  CertificationRequest,
  DirectoryString,
  Pkcs10CertificateRequest,
  type PublicKey,
} from '../certificates/x509.ts';
import { IdentityRefused } from '../errors/identity-refused.ts';

/** Whose request it must be, and from which machine. */
export interface ExpectedRequester {
  /** GUID of the identity, in lower case. */
  readonly clientId: string;
  /** GUID of its tenant, in lower case. */
  readonly tenantId: string;
  /** GUID of the machine. */
  readonly vmId: string;
}

/** The key of a certificate request, which whoever asks holds. */
export interface RequestedKey {
  readonly publicKey: PublicKey;
  /** Lower-case hexadecimal SHA-256 of its SPKI. */
  readonly keyId: string;
}

/** The attribute that says which machine asks: a private number of Microsoft. */
const computeUnitAttribute = '1.3.6.1.4.1.311.90.2.10';
const saltLength = 32;

/**
 * Reads a certificate request for a managed identity and verifies everything in it: subject, machine, key and signature.
 *
 * Whatever is in it beside that is refused: a wish that is not heard must not look as if it were.
 *
 * @param der - PKCS #10
 * @throws {@link IdentityRefused} `certificateRequestRefused`
 * @see RFC 2986 section 4; RFC 8017 section 8.1
 */
export async function readCertificateRequest(
  der: Uint8Array<ArrayBuffer>,
  expected: ExpectedRequester,
): Promise<RequestedKey> {
  const request = parse(der);
  const { publicKey, keyId } = readKey(request);
  if (!(await isSigned(request))) refuse('signature');
  if (!isSubject(request, expected)) refuse('subject');
  if (!isFromMachine(request, expected)) refuse('cuId');
  return { publicKey, keyId };
}

function parse(der: Uint8Array<ArrayBuffer>): Pkcs10CertificateRequest {
  try {
    if (isWhole(der)) return new Pkcs10CertificateRequest(der);
  } catch (cause) {
    // The library throws whatever its ASN.1 reader throws.
    return refuse('PKCS #10', cause);
  }
  return refuse('PKCS #10');
}

// The library looks past whatever it did not expect, behind a request and in it. What it writes back is what it has understood, in DER.
function isWhole(der: Uint8Array<ArrayBuffer>): boolean {
  const request = AsnConvert.parse(der, CertificationRequest);
  return request.certificationRequestInfo.version === 0 && Buffer.from(AsnConvert.serialize(request)).equals(der);
}

function readKey(request: Pkcs10CertificateRequest): RequestedKey {
  try {
    // The library reads each part when it is asked for it, and throws only then.
    const { publicKey } = request;
    const spki = Buffer.from(publicKey.rawData);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const { kty } = parsePublicJwk(key.export({ format: 'jwk' }));
    // One key, one spelling: its id is made from these bytes.
    const isPlain = kty === 'RSA' && key.export({ format: 'der', type: 'spki' }).equals(spki);
    if (isPlain) return { publicKey, keyId: spkiKeyId(spki) };
  } catch (cause) {
    return refuse('key', cause);
  }
  return refuse('key');
}

async function isSigned(request: Pkcs10CertificateRequest): Promise<boolean> {
  try {
    const { name, hash, saltLength: salt } = request.signatureAlgorithm as SignatureAlgorithm;
    const isPss = name === 'RSA-PSS' && hash?.name === 'SHA-256' && salt === saltLength;
    return isPss && (await request.verify());
  } catch {
    return false;
  }
}

interface SignatureAlgorithm {
  readonly name: string;
  readonly hash?: { readonly name: string };
  readonly saltLength?: number;
}

function isSubject(request: Pkcs10CertificateRequest, { clientId, tenantId }: ExpectedRequester): boolean {
  const parts = readNameParts(request);
  const values = new Map(parts.map(([name, [value, ...others]]) => [name, others.length === 0 ? value : undefined]));
  return (
    parts.length === 2 && values.get('CN')?.toLowerCase() === clientId && values.get('DC')?.toLowerCase() === tenantId
  );
}

// In any order: the text of a name is written from its end, and not every tool does.
function readNameParts(request: Pkcs10CertificateRequest): readonly [string, readonly string[]][] {
  try {
    return request.subjectName.toJSON().flatMap((part) => Object.entries(part));
  } catch {
    return [];
  }
}

function isFromMachine(request: Pkcs10CertificateRequest, { vmId }: ExpectedRequester): boolean {
  try {
    const [attribute, ...others] = request.attributes;
    const [value, ...more] = attribute?.values ?? [];
    if (attribute?.type !== computeUnitAttribute || value === undefined || others.length + more.length > 0)
      return false;
    const computeUnit = parseStrictJsonObject(AsnConvert.parse(value, DirectoryString).utf8String ?? '');
    return Object.keys(computeUnit).length === 1 && computeUnit['vmId'] === vmId;
  } catch {
    return false;
  }
}

function refuse(what: string, cause?: unknown): never {
  throw new IdentityRefused('certificateRequestRefused', what, cause);
}
