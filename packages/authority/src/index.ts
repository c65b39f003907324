export { type Authority, createAuthority, type ListenPorts } from './assembly/create-authority.ts';
export type { ApplicationDescription, AuthorityDescription } from './assembly/description.ts';
export type { AuthorityOptions } from './assembly/options.ts';
export type { CertificatePair } from './certificates/certificate-pair.ts';
export type { Certificates, ClientCertificate } from './certificates/certificates.ts';
export type {
  ApiConfiguration,
  ApplicationConfiguration,
  DirectoryConfiguration,
  TenantConfiguration,
  UserConfiguration,
} from './directory/configuration.ts';
export { defaultConfiguration } from './directory/default-configuration.ts';
export type {
  AccessTokenVersion,
  Api,
  Application,
  Directory,
  IssuedCertificateFiles,
  RegisteredCertificate,
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
  FaultApplied,
  FaultsChanged,
  KeyRotated,
  RequestFailed,
  TokenIssued,
  TokenRequestRefused,
} from './events/authority-event.ts';
export { type ListenOptions, type LoopbackListener, listenLoopback } from './listening/listen-loopback.ts';
export type { PublicHost } from './origin/public-origin.ts';
export type { KeyRotation } from './signing/signing-keys.ts';
export { writeAtomically } from './storage/write-atomically.ts';
