/**
 * Client certificates, and connections that present them: the transport half of mutual-TLS client authentication and of
 * certificate-bound tokens (RFC 8705).
 *
 * A certificate comes from PEM, from PFX, from files that are renewed or from a function; what is wrong with it is known before anything is
 * sent. A pool keeps connections open for each origin and certificate and presents them as a `fetch`-shaped transport or as they are. It
 * repeats no request, follows no redirect, and cannot be told to trust just any server.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { createCertificateFile, createMtlsPool } from '@holdfast/node/mtls';
 *
 * const source = createCertificateFile({ certificateFile: 'client.pem', keyFile: 'client.key' });
 * const pool = createMtlsPool({ ca: readFileSync('.holdfast/ca.pem', 'utf8') });
 * const transport = pool.transport(source);
 *
 * const response = await transport(new Request('https://localhost:8491/orders'));
 * console.log(response.status);
 *
 * await pool.close();
 * source.close();
 * ```
 *
 * @packageDocumentation
 */
export {
  type CertificateCallbackOptions,
  createCertificateCallback,
} from '../certificate/certificate-callback.ts';
export { type CertificateFileOptions, createCertificateFile } from '../certificate/certificate-file.ts';
export type {
  CertificateEvent,
  CertificateLoaded,
  CertificateRefused,
  CertificateSource,
} from '../certificate/certificate-source.ts';
export { type CertificateUse, checkCertificateUse } from '../certificate/check-use.ts';
export type { CertificateWithKey, ClientCertificate } from '../certificate/client-certificate.ts';
export { type PemCertificate, parsePemCertificate } from '../certificate/parse-pem.ts';
export { type PfxCertificate, parsePfxCertificate } from '../certificate/parse-pfx.ts';
export type {
  AssertionCallbackDescription,
  AssertionFileDescription,
  BoundAssertion,
  CertificateCallbackDescription,
  CertificateDescription,
  CertificateFileDescription,
  CertificatePemDescription,
  CertificatePfxDescription,
  CertificateSettings,
  CredentialDescription,
  CredentialKind,
  CredentialSettings,
  SecretDescription,
  SkippedDescription,
} from '../credentials/credential-description.ts';
export type {
  CredentialCertificateEvent,
  CredentialChosen,
  CredentialEvent,
  CredentialRejected,
  CredentialSubject,
} from '../credentials/credential-event.ts';
export {
  type ChosenCredential,
  type CredentialList,
  type CredentialListOptions,
  type CredentialWish,
  createCredentialList,
} from '../credentials/credential-list.ts';
export type { LoadedCredential } from '../credentials/open-credential.ts';
export {
  type ClientCredentialsSurroundings,
  parseClientCredentials,
} from '../credentials/parse-client-credentials.ts';
export { type CertificateCode, CertificateInvalid } from '../errors/certificate-invalid.ts';
export {
  type CredentialAttempt,
  type CredentialCode,
  CredentialInvalid,
  CredentialsUnusable,
} from '../errors/credential-errors.ts';
export { type MtlsCode, MtlsFailed } from '../errors/mtls-failed.ts';
export type { EngineKey } from '../machine-key/machine-key.ts';
export type { MtlsAnswer } from './collect-answer.ts';
export type { MtlsEvent, MtlsPoolDraining, MtlsPoolOpened } from './mtls-event.ts';
export { createMtlsPool, type MtlsPool, type MtlsRequest, type MtlsResponse } from './mtls-pool.ts';
export type { MtlsPoolOptions } from './pool-options.ts';
