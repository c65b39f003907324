import { createHash, type KeyObject, type X509Certificate } from 'node:crypto';
import { encodeBase64, encodeBase64url } from '@holdfast/core';
import { CertificateInvalid } from '../errors/certificate-invalid.ts';
import type { EngineKey } from '../machine-key/machine-key.ts';
import { orderChain } from './order-chain.ts';

/**
 * A client certificate with its chain and its key: read once, checked against each other, with no questions left.
 *
 * Not checked: validity, purpose and revocation; {@link checkCertificateUse} looks at the first two when it is used.
 */
export interface ClientCertificate {
  /** base64url SHA-256 of the DER: what `cnf` of a bound token names (RFC 8705 section 3.1). */
  readonly x5tS256: string;
  /** base64url SHA-1 of the DER, for authorities that know no other. */
  readonly x5t: string;
  /** The certificate's own DER. */
  readonly der: Uint8Array;
  /** base64 DER, the certificate first, then its issuers as they sign each other (RFC 7515 section 4.1.6). */
  readonly x5c: readonly string[];
  /** The subject's parts on one line, for people. */
  readonly subject: string;
  /** The first second of its life, in epoch seconds. */
  readonly notBefore: number;
  /** The last second of its life, in epoch seconds. */
  readonly notAfter: number;
  /** RSA of 2048 bits or more, or P-256, P-384 or P-521. */
  readonly keyType: 'rsa' | 'ec';
  /** OIDs it is restricted to; absent when it is for everything. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** Whether its own key signed it. */
  readonly isSelfSigned: boolean;
  /**
   * The key itself, or the name under which an OpenSSL engine holds it. Not enumerable: no log, no JSON and no copy of this value carries
   * it along.
   */
  readonly privateKey: KeyObject | EngineKey;
}

/** A client certificate whose key is in this process, as files and text give it. */
export interface CertificateWithKey extends ClientCertificate {
  /** Not enumerable: no log, no JSON and no copy of this value carries it along. */
  readonly privateKey: KeyObject;
}

/** What a file or text held. */
export interface CertificateParts {
  readonly leaf: X509Certificate;
  /** Certificates that came along, in any order. */
  readonly others: readonly X509Certificate[];
  readonly privateKey: KeyObject;
}

/** A certificate, and what an engine holds for it. */
export interface EngineCertificateParts extends Omit<CertificateParts, 'privateKey'> {
  readonly engineKey: EngineKey;
  /** The public half of what the engine holds, as the owner of the key read it. */
  readonly publicKey: KeyObject;
}

const curves: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const minRsaBits = 2048;

/**
 * Makes the value that travels from what was read.
 *
 * @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_KEY_TYPE`, `ERR_CLIENT_CERTIFICATE_KEY_WEAK`, `ERR_CLIENT_CERTIFICATE_KEY_MISMATCH`
 */
export function buildClientCertificate({ leaf, others, privateKey }: CertificateParts): CertificateWithKey {
  const keyType = checkKey(privateKey);
  if (!leaf.checkPrivateKey(privateKey)) throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_KEY_MISMATCH');
  return attachKey(describeCertificate(leaf, others, keyType), privateKey);
}

/**
 * The same for a key that an engine holds: compared are the public halves.
 *
 * Not checked: whether the engine holds the other half; TLS refuses to open when it does not.
 *
 * @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_KEY_TYPE`, `ERR_CLIENT_CERTIFICATE_KEY_WEAK`, `ERR_CLIENT_CERTIFICATE_KEY_MISMATCH`
 */
export function buildEngineCertificate(parts: EngineCertificateParts): ClientCertificate {
  const { leaf, others, engineKey, publicKey } = parts;
  const keyType = checkKey(publicKey);
  if (!leaf.publicKey.equals(publicKey)) throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_KEY_MISMATCH');
  return attachKey(describeCertificate(leaf, others, keyType), engineKey);
}

function attachKey<Key>(certificate: Described, privateKey: Key): Described & { readonly privateKey: Key } {
  // With defineProperty it is not enumerable.
  Object.defineProperty(certificate, 'privateKey', { value: privateKey });
  return Object.freeze(certificate as Described & { readonly privateKey: Key });
}

type Described = Omit<ClientCertificate, 'privateKey'>;

function describeCertificate(
  leaf: X509Certificate,
  others: readonly X509Certificate[],
  keyType: ClientCertificate['keyType'],
): Described {
  return {
    x5tS256: encodeBase64url(createHash('sha256').update(leaf.raw).digest()),
    x5t: encodeBase64url(createHash('sha1').update(leaf.raw).digest()),
    der: Uint8Array.from(leaf.raw),
    x5c: Object.freeze([leaf, ...orderChain(leaf, others)].map(({ raw }) => encodeBase64(raw))),
    subject: leaf.subject?.replaceAll('\n', ', ') ?? '',
    notBefore: Math.floor(leaf.validFromDate.getTime() / 1000),
    notAfter: Math.floor(leaf.validToDate.getTime() / 1000),
    keyType,
    // Typed as always there, undefined where the extension is missing.
    extendedKeyUsage: leaf.keyUsage as readonly string[] | undefined,
    // By hand: checkIssued wants the key usage of an authority, which a self-signed client certificate need not have.
    isSelfSigned: leaf.issuer === leaf.subject && leaf.verify(leaf.publicKey),
  };
}

function checkKey(key: KeyObject): 'rsa' | 'ec' {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'rsa') {
    const bits = details?.modulusLength ?? 0;
    if (bits < minRsaBits)
      throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_KEY_WEAK', { detail: `RSA ${bits} bits` });
    return type;
  }
  if (type === 'ec') {
    if (!curves.has(details?.namedCurve ?? '')) {
      throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_KEY_TYPE', { detail: 'elliptic curve' });
    }
    return type;
  }
  throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_KEY_TYPE', { detail: type });
}
