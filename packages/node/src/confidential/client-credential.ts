import type { Clock } from '@holdfast/core';
import { type ClientCredential, createAssertionCredential, createSecretCredential } from '@holdfast/oauth';
import { parsePemCertificate } from '../certificate/parse-pem.ts';
import { createCertificateAssertion } from '../credentials/certificate-assertion.ts';
import type { ClientCertificateOptions, ConfidentialClientOptions } from './client-options.ts';

type CredentialOptions = Pick<ConfidentialClientOptions, 'clientSecret' | 'clientCertificate' | 'clientAssertion'>;

/**
 * Turns the one credential among the options into the way to authenticate.
 *
 * @throws TypeError when there is none, more than one, or one of the wrong type
 * @throws {@link CertificateInvalid} when the certificate or its key cannot be read
 */
export function chooseCredential(options: CredentialOptions, clock: Clock): ClientCredential {
  const { clientSecret, clientCertificate, clientAssertion } = options;
  const given = [clientSecret, clientCertificate, clientAssertion].filter((credential) => credential !== undefined);
  if (given.length !== 1) {
    throw new TypeError('give exactly one of clientSecret, clientCertificate and clientAssertion');
  }
  if (clientCertificate !== undefined) return certificateCredential(clientCertificate, clock);
  if (clientSecret !== undefined) {
    if (!isText(clientSecret)) throw new TypeError('clientSecret must be a non-empty string');
    return createSecretCredential(clientSecret);
  }
  if (!isText(clientAssertion) && typeof clientAssertion !== 'function') {
    throw new TypeError('clientAssertion must be a non-empty string or a function');
  }
  return createAssertionCredential(clientAssertion);
}

function certificateCredential(options: ClientCertificateOptions, clock: Clock): ClientCredential {
  if (typeof options !== 'object' || options === null) throw new TypeError('clientCertificate must be an object');
  const { certificate, privateKey, sendX5c = false, assertionAlgorithm = 'PS256' } = options;
  if (assertionAlgorithm !== 'PS256' && assertionAlgorithm !== 'RS256') {
    throw new TypeError('clientCertificate.assertionAlgorithm must be PS256 or RS256');
  }
  const read = parsePemCertificate({ certificate, privateKey });
  if (read.keyType !== 'rsa') throw new TypeError('clientCertificate.privateKey must be an RSA key');
  return createCertificateAssertion(read, { clock, sendX5c, rsaAlgorithm: assertionAlgorithm });
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
