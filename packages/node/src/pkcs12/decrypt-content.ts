import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import type { BaseBlock } from 'asn1js';
import { CertificateInvalid } from '../errors/certificate-invalid.ts';
import { derivePkcs12 } from './derive-pkcs12.ts';
import { countOf, octetsOf, oidOf, partsOf } from './pfx-structure.ts';

interface Cipher {
  readonly name: string;
  readonly keyLength: number;
}

const pbes2 = '1.2.840.113549.1.5.13';
const pbkdf2 = '1.2.840.113549.1.5.12';
const pbeSha1TripleDes = '1.2.840.113549.1.12.1.3';
const tripleDes: Cipher = { name: 'des-ede3-cbc', keyLength: 24 };

const ciphers: Readonly<Record<string, Cipher>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyLength: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyLength: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyLength: 32 },
  '1.2.840.113549.3.7': tripleDes,
};

const digests: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

/**
 * Decrypts the certificates of a PKCS#12 file: with AES, as everything writes them today, or with the triple DES that Windows and
 * .NET still choose. Private keys are left to OpenSSL, which knows their format itself.
 *
 * @param algorithm - the AlgorithmIdentifier
 * @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_ENCRYPTION` for RC2 and whatever else; `ERR_CLIENT_CERTIFICATE_PASSWORD`
 * @see RFC 8018 section 6.2; RFC 7292 appendix C
 */
export function decryptContent(algorithm: BaseBlock | undefined, content: Uint8Array, password: string): Uint8Array {
  const [oid, parameters] = partsOf(algorithm);
  switch (oidOf(oid)) {
    case pbes2:
      return decryptPbes2(parameters, content, password);
    case pbeSha1TripleDes:
      return decryptTripleDes(parameters, content, password);
    default:
      throw unsupported();
  }
}

function decryptPbes2(parameters: BaseBlock | undefined, content: Uint8Array, password: string): Uint8Array {
  const [derivation, scheme] = partsOf(parameters).map(partsOf);
  const cipher = ciphers[oidOf(scheme?.[0])];
  if (cipher === undefined || oidOf(derivation?.[0]) !== pbkdf2) throw unsupported();
  const [salt, iterations, ...rest] = partsOf(derivation?.[1]);
  // keyLength and prf are optional; only prf is a SEQUENCE.
  const prf = rest.find((part) => part.idBlock.tagNumber === 16);
  const digest = prf === undefined ? 'sha1' : digests[oidOf(partsOf(prf)[0])];
  if (digest === undefined) throw unsupported();
  const key = pbkdf2Sync(password, octetsOf(salt), countOf(iterations), cipher.keyLength, digest);
  return decrypt(content, cipher, { key, iv: octetsOf(scheme?.[1]) });
}

function decryptTripleDes(parameters: BaseBlock | undefined, content: Uint8Array, password: string): Uint8Array {
  const [salt, iterations] = partsOf(parameters);
  const derive = (purpose: 'key' | 'iv', length: number) =>
    derivePkcs12(purpose, { password, salt: octetsOf(salt), iterations: countOf(iterations), length, sha1 });
  return decrypt(content, tripleDes, { key: derive('key', tripleDes.keyLength), iv: derive('iv', 8) });
}

function sha1(bytes: Uint8Array): Uint8Array {
  return createHash('sha1').update(bytes).digest();
}

function decrypt(
  content: Uint8Array,
  { name }: Cipher,
  { key, iv }: { readonly key: Uint8Array; readonly iv: Uint8Array },
): Uint8Array {
  try {
    const decipher = createDecipheriv(name, key, iv);
    return Buffer.concat([decipher.update(content), decipher.final()]);
  } catch {
    throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_PASSWORD');
  }
}

function unsupported(): CertificateInvalid {
  return new CertificateInvalid('ERR_CLIENT_CERTIFICATE_ENCRYPTION', { detail: 'PKCS#12' });
}
