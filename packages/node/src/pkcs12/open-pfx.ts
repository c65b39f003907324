import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { BaseBlock } from 'asn1js';
import { CertificateInvalid } from '../errors/certificate-invalid.ts';
import { decryptContent } from './decrypt-content.ts';
import {
  decodeBer,
  encodingOf,
  implicitOctetsOf,
  insideOf,
  malformed,
  octetsOf,
  oidOf,
  partsOf,
} from './pfx-structure.ts';

/** What a PKCS#12 file holds. */
export interface PfxContents {
  readonly privateKeys: readonly KeyObject[];
  readonly certificates: readonly X509Certificate[];
}

const data = '1.2.840.113549.1.7.1';
const encryptedData = '1.2.840.113549.1.7.6';
const keyBag = '1.2.840.113549.1.12.10.1.1';
const shroudedKeyBag = '1.2.840.113549.1.12.10.1.2';
const certificateBag = '1.2.840.113549.1.12.10.1.3';
const x509Certificate = '1.2.840.113549.1.9.22.1';

/**
 * Opens a PKCS#12 file.
 *
 * Its integrity and its password are OpenSSL's to check; so are the formats of its keys. Only what Node has no function for is done
 * here: finding the bags, and decrypting the certificates among them.
 *
 * @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_MALFORMED`, `ERR_CLIENT_CERTIFICATE_PASSWORD`, `ERR_CLIENT_CERTIFICATE_ENCRYPTION`,
 *   `ERR_CLIENT_CERTIFICATE_KEY_MALFORMED`
 * @see RFC 7292 section 4
 */
export function openPfx(pfx: Uint8Array, password: string): PfxContents {
  const [, authenticated] = partsOf(decodeBer(pfx));
  checkIntegrity(pfx, password);
  const bags = partsOf(decodeBer(readContent(authenticated, password))).flatMap((content) =>
    partsOf(decodeBer(readContent(content, password))).map(partsOf),
  );
  return {
    privateKeys: bags.flatMap((bag) => readKeyBag(bag, password)),
    certificates: bags.flatMap(readCertificateBag),
  };
}

function readContent(content: BaseBlock | undefined, password: string): Uint8Array {
  const [type, wrapped] = partsOf(content);
  switch (oidOf(type)) {
    case data:
      return octetsOf(insideOf(wrapped));
    case encryptedData: {
      const [, encrypted] = partsOf(insideOf(wrapped));
      const [, algorithm, bytes] = partsOf(encrypted);
      return decryptContent(algorithm, implicitOctetsOf(bytes), password);
    }
    default:
      throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_ENCRYPTION', { detail: 'encrypted to a public key' });
  }
}

function readKeyBag([type, wrapped]: readonly BaseBlock[], password: string): readonly KeyObject[] {
  const kind = oidOf(type);
  if (kind !== keyBag && kind !== shroudedKeyBag) return [];
  const key = Buffer.from(encodingOf(insideOf(wrapped)));
  try {
    return [createPrivateKey({ key, format: 'der', type: 'pkcs8', passphrase: password })];
  } catch (error) {
    throw new CertificateInvalid(
      codeOf(error).includes('UNSUPPORTED')
        ? 'ERR_CLIENT_CERTIFICATE_ENCRYPTION'
        : 'ERR_CLIENT_CERTIFICATE_KEY_MALFORMED',
    );
  }
}

function readCertificateBag([type, wrapped]: readonly BaseBlock[]): readonly X509Certificate[] {
  if (oidOf(type) !== certificateBag) return [];
  const [format, certificate] = partsOf(insideOf(wrapped));
  if (oidOf(format) !== x509Certificate) return [];
  try {
    return [new X509Certificate(octetsOf(insideOf(certificate)))];
  } catch {
    throw malformed();
  }
}

/** Lets OpenSSL verify the MAC over the file, under the password. */
function checkIntegrity(pfx: Uint8Array, passphrase: string): void {
  try {
    createSecureContext({ pfx: Buffer.from(pfx), passphrase });
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    if (/mac verify failure|bad decrypt/.test(said)) throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_PASSWORD');
    if (codeOf(error) === 'ERR_CRYPTO_UNSUPPORTED_OPERATION') {
      throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_ENCRYPTION', { detail: 'PKCS#12' });
    }
    // The MAC is right, and no key, no certificate or a weak one is in it: whoever reads on says which.
    if (!/^ERR_(?:CRYPTO|SSL|OSSL_X509)_/.test(codeOf(error))) throw malformed();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
