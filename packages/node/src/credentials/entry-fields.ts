import { CredentialInvalid } from '../errors/credential-errors.ts';
import { readSectionFields, type SectionFields } from '../settings/section-fields.ts';

const fieldNames = [
  'SourceType',
  'Skip',
  'UseBoundCredential',
  'Certificate',
  'CertificateDiskPath',
  'CertificatePassword',
  'Base64EncodedValue',
  'ClientSecret',
  'SignedAssertionFileDiskPath',
  // Of source types that are refused with a code of their own, which says more than "unknown field".
  'KeyVaultUrl',
  'KeyVaultCertificateName',
  'ManagedIdentityClientId',
  'CertificateStorePath',
  'CertificateThumbprint',
  'CertificateDistinguishedName',
  'CertificateSubjectName',
  'TokenExchangeUrl',
  'TokenExchangeAuthority',
  'DecryptKeysAuthenticationOptions',
  'CustomSignedAssertionProviderName',
  'CustomSignedAssertionProviderData',
] as const;

/** The fields of `CredentialDescription` of Microsoft.Identity.Abstractions that configuration can hold. */
export type FieldName = (typeof fieldNames)[number];

/** The fields of one entry of `ClientCredentials`. */
export type EntryFields = SectionFields<FieldName> & {
  /** Names the entry in an error. */
  readonly place: string;
  textOrNumber(name: FieldName): string | number;
  object(name: FieldName): object;
};

/**
 * Reads the names of an entry's fields; what they hold is looked at when it is asked for.
 *
 * @throws {@link CredentialInvalid} `ERR_CREDENTIAL_FIELD`; also from the functions of the result
 */
export function readEntryFields(entry: unknown, position: number): EntryFields {
  const place = `entry ${position}`;
  const fault = (what: string) => new CredentialInvalid('ERR_CREDENTIAL_FIELD', { detail: `${place}: ${what}` });
  const fields = readSectionFields(entry, { names: fieldNames, fault });
  return {
    ...fields,
    place,
    textOrNumber(name) {
      const value = fields.value(name);
      if (typeof value !== 'string' && typeof value !== 'number') throw fault(name);
      return value;
    },
    object(name) {
      const value = fields.value(name);
      if (typeof value !== 'object' || value === null) throw fault(name);
      return value;
    },
  };
}
