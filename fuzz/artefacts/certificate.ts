import { createPrivateKey, type JsonWebKeyInput } from 'node:crypto';
import { secret } from '@holdfast/testing';
import { X509CertificateGenerator } from '../../packages/authority/src/certificates/x509.ts';
import { rfc7515Rsa } from '../../packages/core/test/fixtures/published-keys.ts';
import { keepSecret } from '../secrets/check-no-secret.ts';

const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...publicPart } = rfc7515Rsa;

const certificate = await X509CertificateGenerator.createSelfSigned({
  serialNumber: '01',
  name: 'CN=fuzz',
  notBefore: new Date('2020-01-01'),
  notAfter: new Date('2040-01-01'),
  signingAlgorithm: rsa,
  keys: {
    privateKey: await crypto.subtle.importKey('jwk', { ...rfc7515Rsa }, rsa, false, ['sign']),
    publicKey: await crypto.subtle.importKey('jwk', publicPart, rsa, true, ['verify']),
  },
});

/** A self-signed certificate of a published key: the same bytes in every run. */
export const certificatePem: string = certificate.toString('pem');
export const privateKeyPem: string = createPrivateKey({ key: rfc7515Rsa, format: 'jwk' } as unknown as JsonWebKeyInput)
  .export({ type: 'pkcs8', format: 'pem' })
  .toString();
keepSecret(secret('private key (PEM)', privateKeyPem.replaceAll(/-----.*-----|\n/g, '')));
