import { createHash, createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { type Bytes, jwkThumbprint, parsePublicJwk, type RsaPublicJwk, type SigningKey } from '@holdfast/core';
import { exportPrivateKeyPem, generateKeyPair } from '../certificates/key-pair.ts';
import { randomSerialNumber } from '../certificates/validity.ts';
import { X509CertificateGenerator } from '../certificates/x509.ts';
import { encodeTokenPart } from './sign-token.ts';

/** A key that signs tokens, with the certificate that announces it. */
export interface IssuerKey {
  /** RFC 7638 thumbprint; what `kid` says. */
  readonly kid: string;
  readonly signingKey: SigningKey;
  /** The header of every token it signs, as the first part of a compact JWS. */
  readonly tokenHeader: string;
  readonly jwk: RsaPublicJwk;
  /** base64url SHA-1 of the certificate. */
  readonly x5t: string;
  /** The certificate as in `x5c`: padded base64 of the DER. */
  readonly x5c: string;
  readonly stored: StoredIssuerKey;
}

/** An issuer key as it is kept. */
export interface StoredIssuerKey {
  readonly keyPem: string;
  readonly certPem: string;
}

const tenYearsMs = 3650 * 24 * 60 * 60 * 1000;

/**
 * Makes a new signing key: RSA-2048 with a self-signed certificate, which clients take `x5t` and `x5c` from and nobody validates.
 *
 * @param at - epoch milliseconds
 */
export async function generateIssuerKey(at: number): Promise<IssuerKey> {
  const keys = await generateKeyPair('rsa-2048');
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerialNumber(),
    name: 'CN=Holdfast development token signing',
    notBefore: new Date(at - 60_000),
    notAfter: new Date(at + tenYearsMs),
    keys,
    signingAlgorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  });
  return openIssuerKey({ keyPem: await exportPrivateKeyPem(keys), certPem: certificate.toString('pem') });
}

/**
 * Opens a stored key.
 *
 * @throws when key and certificate do not belong together
 */
export async function openIssuerKey(stored: StoredIssuerKey): Promise<IssuerKey> {
  const certificate = new X509Certificate(stored.certPem);
  const privateKey = createPrivateKey(stored.keyPem);
  if (!certificate.checkPrivateKey(privateKey)) throw new TypeError('the key does not belong to the certificate');
  const { n, e } = privateKey.export({ format: 'jwk' });
  const jwk = parsePublicJwk({ kty: 'RSA', n, e });
  if (jwk.kty !== 'RSA') throw new TypeError('not an RSA key');
  const kid = await jwkThumbprint(jwk);
  const x5t = createHash('sha1').update(certificate.raw).digest('base64url');
  const signingKey = createPoolSigningKey(privateKey, jwk, kid);
  return {
    kid,
    signingKey,
    tokenHeader: encodeTokenPart({ typ: 'JWT', kid, x5t, alg: signingKey.alg }),
    jwk,
    x5t,
    x5c: certificate.raw.toString('base64'),
    stored,
  };
}

// The callback form runs on the thread pool: an RSA signature is most of a token request, and it must not block the others. Where there
// is but one core it costs nothing: signatures then come in bunches, and so do the requests between them (bench/rows/sts.ts).
function createPoolSigningKey(privateKey: KeyObject, jwk: RsaPublicJwk, thumbprint: string): SigningKey {
  return {
    alg: 'RS256',
    jwk,
    thumbprint,
    sign: (data: Bytes): Promise<Bytes> =>
      new Promise((resolve, reject) => {
        sign('sha256', data, privateKey, (error, signature) => {
          if (error === null) resolve(new Uint8Array(signature));
          else reject(error);
        });
      }),
  };
}
