import { CredentialInvalid } from '../errors/credential-errors.ts';

/** The fields of one entry of `ClientCredentials`, found in any letter case, as the configuration of .NET finds them. */
export interface EntryFields {
  /** Names the entry in an error. */
  readonly place: string;
  /** False where it is left out. */
  flag(name: FieldName): boolean;
  text(name: FieldName): string;
  optionalText(name: FieldName): string | undefined;
  textOrNumber(name: FieldName): string | number;
  object(name: FieldName): object;
}

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

const spelling: ReadonlyMap<string, FieldName> = new Map(fieldNames.map((name) => [name.toLowerCase(), name]));

/**
 * Reads the names of an entry's fields; what they hold is looked at when it is asked for.
 *
 * @throws {@link CredentialInvalid} `ERR_CREDENTIAL_FIELD`; also from the functions of the result
 */
export function readEntryFields(entry: unknown, position: number): EntryFields {
  const place = `entry ${position}`;
  // Names come from the table: whatever else a configuration holds may be a secret in the wrong place.
  const fault = (what: string) => new CredentialInvalid('ERR_CREDENTIAL_FIELD', { detail: `${place}: ${what}` });
  if (typeof entry !== 'object' || entry === null) throw fault('no object');
  const fields = new Map<FieldName, unknown>();
  for (const [given, value] of Object.entries(entry)) {
    const name = spelling.get(given.toLowerCase());
    if (name === undefined) throw fault('unknown field');
    if (fields.has(name)) throw fault(`${name} twice`);
    // JSON has no undefined: null is how configuration leaves a field out.
    if (value !== null && value !== undefined) fields.set(name, value);
  }
  const optionalText = (name: FieldName): string | undefined => {
    const value = fields.get(name);
    if (value !== undefined && (typeof value !== 'string' || value === '')) throw fault(name);
    return value;
  };
  return {
    place,
    optionalText,
    flag(name) {
      const value = fields.get(name) ?? false;
      if (typeof value !== 'boolean') throw fault(name);
      return value;
    },
    text(name) {
      const value = optionalText(name);
      if (value === undefined) throw fault(name);
      return value;
    },
    textOrNumber(name) {
      const value = fields.get(name);
      if (typeof value !== 'string' && typeof value !== 'number') throw fault(name);
      return value;
    },
    object(name) {
      const value = fields.get(name);
      if (typeof value !== 'object' || value === null) throw fault(name);
      return value;
    },
  };
}
