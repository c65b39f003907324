/**
 * An authority in your own process, for development, labs and CI: it speaks the dialect of Entra and issues bound tokens with real keys,
 * over real TLS, on loopback only.
 *
 * It is not a production identity provider. The command `holdfast up` starts the same authority together with a sample API; this door is
 * for tests and tools that want one of their own, with a clock, a directory or faults of their choosing.
 *
 * @example
 * ```ts
 * import { createAuthority } from '@holdfast/authority';
 *
 * const authority = await createAuthority();
 * const { sts } = await authority.listen();
 * console.log(sts, authority.certificates.caPem.length);
 * await authority.close();
 * ```
 *
 * @packageDocumentation
 */
export { type Authority, createAuthority, type ListenPorts } from './assembly/create-authority.ts';
export type { ApplicationDescription, AuthorityDescription, IdentityDescription } from './assembly/description.ts';
export type { AuthorityOptions } from './assembly/options.ts';
export { authorizeStepNames } from './authorize/procedures.ts';
export type { CertificatePair } from './certificates/certificate-pair.ts';
export type { Certificates, ClientCertificate } from './certificates/certificates.ts';
export type { CertificateIdentity, IsCertificateRevoked } from './client-auth/certificate-rules.ts';
export type {
  ApiConfiguration,
  ApplicationConfiguration,
  CertificateConfiguration,
  DirectoryConfiguration,
  IdentityConfiguration,
  TenantConfiguration,
  UserConfiguration,
} from './directory/configuration.ts';
export { defaultConfiguration } from './directory/default-configuration.ts';
export type {
  AccessTokenVersion,
  Api,
  Application,
  AttestationCheck,
  AttestationPolicy,
  AuthenticationMethod,
  Directory,
  FederatedCredential,
  IssuedCertificateFiles,
  ManagedIdentity,
  RegisteredCertificate,
  RegisteredSubject,
  Tenant,
  TokenBinding,
  User,
} from './directory/directory.ts';
export { directorySchema, type ParseDirectoryOptions, parseDirectory } from './directory/parse-directory.ts';
export { readDirectoryFile } from './directory/read-directory-file.ts';
export { isRedirectUri } from './directory/redirect-uri.ts';
export { tokenStepNames } from './endpoints/token.ts';
export { type AadstsReason, type AadstsRow, aadsts } from './errors/aadsts.ts';
export { type AuthorityErrorCode, authorityErrors } from './errors/catalog.ts';
export { DataCorrupt, DataForeign, DataLocked, DataUnusable } from './errors/data-errors.ts';
export { type ConfigurationProblem, DirectoryInvalid, DirectoryUnreadable } from './errors/directory-errors.ts';
export { type ListenCode, ListenFailed } from './errors/listen-failed.ts';
export type {
  AuthorityEvent,
  CertificateIssued,
  CodeIssued,
  FaultApplied,
  FaultsChanged,
  IdentityRequestRefused,
  KeyAttested,
  KeyRotated,
  RequestFailed,
  RevocationAdded,
  SignInRefused,
  TokenIssued,
  TokenRequestRefused,
  UserSignedIn,
} from './events/authority-event.ts';
export type { AttendedService } from './faults/fault-listener.ts';
export type { FaultService } from './faults/fault-services.ts';
export { type ListenOptions, type LoopbackListener, listenLoopback } from './listening/listen-loopback.ts';
export type { HttpLimits } from './listening/server-settings.ts';
export type { PublicHost } from './origin/public-origin.ts';
export type { Wait } from './revocation/issue-gate.ts';
export type { KeyRotation } from './signing/signing-keys.ts';
export { readDataHolder } from './storage/data-holder.ts';
export { writeAtomically } from './storage/write-atomically.ts';
