import { CredentialInvalid } from '../errors/credential-errors.ts';
import type { CredentialDescription } from './credential-description.ts';
import { type EntryFields, readEntryFields } from './entry-fields.ts';
import { findSourceType, type SourceType } from './source-types.ts';

/** What is known beside the configuration. */
export interface ClientCredentialsSurroundings {
  /** Sends the chain of every certificate along (`x5c`), as `SendX5c` beside `ClientCredentials` says. @default `false` */
  readonly sendX5c?: boolean | undefined;
  /** What a `SignedAssertionFilePath` without a path means: the value of `AZURE_FEDERATED_TOKEN_FILE`. @default none: a path must be given */
  readonly federatedTokenFile?: string | undefined;
}

/**
 * Reads `ClientCredentials` as Microsoft.Identity.Web has it in its configuration: names in any letter case, source types by name or number.
 *
 * `Path`, `Base64Encoded`, `ClientSecret`, `SignedAssertionFilePath` and, from code, `Certificate` are read. What Node cannot offer is refused
 * with the code that says what to do in its place; an entry with `Skip` keeps its place and may be anything.
 *
 * Not checked: the files, secrets and certificates themselves, which are read when their turn comes.
 *
 * @param clientCredentials - the array, for example of a parsed JSON file
 * @throws TypeError when it is no array
 * @throws {@link CredentialInvalid}
 *
 * @example
 * ```ts
 * import { createCredentialList, parseClientCredentials } from '@holdfast/node/mtls';
 *
 * const settings = { SendX5c: true, ClientCredentials: [{ SourceType: 'Path', CertificateDiskPath: 'app.pfx' }] };
 * const credentials = parseClientCredentials(settings.ClientCredentials, { sendX5c: settings.SendX5c });
 * console.log(credentials.map(({ kind }) => kind));
 * export const list = createCredentialList({ credentials });
 * ```
 */
export function parseClientCredentials(
  clientCredentials: unknown,
  surroundings: ClientCredentialsSurroundings = {},
): readonly CredentialDescription[] {
  if (!Array.isArray(clientCredentials)) throw new TypeError('ClientCredentials must be an array');
  return clientCredentials.map((entry: unknown, position) => {
    const fields = readEntryFields(entry, position);
    if (fields.flag('Skip') === true) return { kind: 'skipped', skip: true };
    return readEntry(findSourceType(fields), fields, surroundings);
  });
}

function readEntry(
  sourceType: SourceType,
  fields: EntryFields,
  { sendX5c = false, federatedTokenFile }: ClientCredentialsSurroundings,
): CredentialDescription {
  const certificate = { sendX5c, useBoundCredential: fields.flag('UseBoundCredential') === true };
  const password = fields.text('CertificatePassword');
  switch (sourceType) {
    case 'Certificate':
      return { kind: 'certificate', certificate: fields.object('Certificate') as never, ...certificate };
    case 'Path':
      return {
        kind: 'certificate-file',
        certificateFile: fields.needText('CertificateDiskPath'),
        password,
        ...certificate,
      };
    case 'Base64Encoded':
      return { kind: 'certificate-pfx', pfx: fields.needText('Base64EncodedValue'), password, ...certificate };
    case 'ClientSecret':
      return { kind: 'client-secret', clientSecret: fields.needText('ClientSecret') };
    case 'SignedAssertionFilePath': {
      const path = fields.text('SignedAssertionFileDiskPath') ?? federatedTokenFile;
      return { kind: 'assertion-file', assertionFile: path ?? fields.needText('SignedAssertionFileDiskPath') };
    }
    default:
      throw new CredentialInvalid(sourceType, { detail: fields.place });
  }
}
