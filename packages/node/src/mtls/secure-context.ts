import { KeyObject } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { ClientCertificate } from '../certificate/client-certificate.ts';
import { CertificateInvalid } from '../errors/certificate-invalid.ts';
import { readEngineFailure } from '../machine-key/engine-failure.ts';

/**
 * Opens what all connections with one certificate share, so that no connection parses PEM.
 *
 * @param ca - PEM of the authorities to trust and no other; those of Node when absent
 * @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_UNUSABLE`, `ERR_CLIENT_CERTIFICATE_ENGINE`, `ERR_CLIENT_CERTIFICATE_KEY_MISMATCH` when an
 *   engine gives another key
 * @see RFC 8446; RFC 9325 section 3.1.1
 */
export function openSecureContext(certificate: ClientCertificate, ca: readonly string[] | undefined): SecureContext {
  const { x5c, privateKey } = certificate;
  try {
    return createSecureContext({
      cert: x5c.map(encodePem).join('\n'),
      ...presentKey(privateKey),
      // Said here, because `node --tls-min-v1.0` changes what Node would choose by itself.
      minVersion: 'TLSv1.2',
      ...(ca === undefined ? {} : { ca: [...ca] }),
    });
  } catch (error) {
    throw wordFailure(error);
  }
}

function wordFailure(error: unknown): CertificateInvalid {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // OpenSSL compares the two when the key is an engine's; ours were compared before.
  if (code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH')
    return new CertificateInvalid('ERR_CLIENT_CERTIFICATE_KEY_MISMATCH');
  const engine = readEngineFailure(error);
  if (engine !== undefined) return new CertificateInvalid('ERR_CLIENT_CERTIFICATE_ENGINE', { detail: engine });
  return new CertificateInvalid('ERR_CLIENT_CERTIFICATE_UNUSABLE', { detail: /^ERR_SSL_[A-Z0-9_]+$/.exec(code)?.[0] });
}

function presentKey(key: ClientCertificate['privateKey']): SecureContextOptions {
  // Node takes keys for TLS as text only, so one that is here is written out for it.
  if (key instanceof KeyObject) return { key: key.export({ type: 'pkcs8', format: 'pem' }) };
  return { privateKeyEngine: key.engine, privateKeyIdentifier: key.identifier };
}

function encodePem(der: string): string {
  return `-----BEGIN CERTIFICATE-----\n${der.replaceAll(/.{64}(?!$)/g, '$&\n')}\n-----END CERTIFICATE-----`;
}
