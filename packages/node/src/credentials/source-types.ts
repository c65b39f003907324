import type { CredentialCode } from '../errors/credential-errors.ts';
import type { EntryFields } from './entry-fields.ts';

/** A source type that is read, or the code of what to do in its place. */
export type SourceType =
  | 'Certificate'
  | 'Base64Encoded'
  | 'Path'
  | 'ClientSecret'
  | 'SignedAssertionFilePath'
  | CredentialCode;

/** `CredentialSource` of Microsoft.Identity.Abstractions, in the order of its numbers. */
const sourceTypes: readonly (readonly [string, SourceType])[] = [
  ['Certificate', 'Certificate'],
  ['KeyVault', 'ERR_CREDENTIAL_VAULT'],
  ['Base64Encoded', 'Base64Encoded'],
  ['Path', 'Path'],
  ['StoreWithThumbprint', 'ERR_CREDENTIAL_STORE'],
  ['StoreWithDistinguishedName', 'ERR_CREDENTIAL_STORE'],
  ['ClientSecret', 'ClientSecret'],
  ['SignedAssertionFromManagedIdentity', 'ERR_CREDENTIAL_IDENTITY'],
  ['SignedAssertionFilePath', 'SignedAssertionFilePath'],
  ['SignedAssertionFromVault', 'ERR_CREDENTIAL_VAULT'],
  ['AutoDecryptKeys', 'ERR_CREDENTIAL_SOURCE'],
  ['CustomSignedAssertion', 'ERR_CREDENTIAL_PROVIDER'],
  ['ManagedCertificate', 'ERR_CREDENTIAL_STORE'],
  ['StoreWithSubjectName', 'ERR_CREDENTIAL_STORE'],
];

/** Finds the source type of an entry, by its name in any letter case or its number. */
export function findSourceType(fields: EntryFields): SourceType {
  const wanted = fields.textOrNumber('SourceType');
  const [, found] =
    typeof wanted === 'number'
      ? (sourceTypes[wanted] ?? [])
      : (sourceTypes.find(([name]) => name.toLowerCase() === wanted.toLowerCase()) ?? []);
  return found ?? 'ERR_CREDENTIAL_SOURCE';
}
