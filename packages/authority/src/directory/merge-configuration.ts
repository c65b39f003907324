import type {
  ApplicationConfiguration,
  CertificateConfiguration,
  DirectoryConfiguration,
  TenantConfiguration,
} from './configuration.ts';
import type {
  WrittenApplication,
  WrittenCertificate,
  WrittenConfiguration,
  WrittenTenant,
} from './written-configuration.ts';

/** Reads the PEM files that an application names; what cannot be used is reported at the path, and left out. */
export interface CertificateFiles {
  /** A certificate of the application. */
  readCertificate(file: string, path: readonly string[]): string | undefined;
  /** An authority that signs its certificates. */
  readIssuer(file: string, path: readonly string[]): string | undefined;
}

/**
 * Lays a file over a base: what the file says replaces what the base says, field by field, and names that are new are added.
 *
 * Not checked: whether the result makes sense; `checkReferences` does that.
 */
export function mergeConfiguration(
  base: DirectoryConfiguration,
  written: WrittenConfiguration,
  files: CertificateFiles,
): DirectoryConfiguration {
  return {
    tenants: mergeEntries(base.tenants, written.tenants, (known, wish, domain) =>
      mergeTenant(known, wish, (name, application) => {
        const path = ['tenants', domain, 'applications', name];
        return {
          certificatePems: readCertificates(application, path, files),
          certificates: readRegistrations(application, path, files),
        };
      }),
    ),
    resources: mergeEntries(base.resources, written.resources, (known, wish) => ({ ...known, ...wish })),
  };
}

type ReadCertificates = (
  name: string,
  application: WrittenApplication,
) => Pick<ApplicationConfiguration, 'certificatePems' | 'certificates'>;

function mergeTenant(
  known: TenantConfiguration | undefined,
  wish: WrittenTenant,
  read: ReadCertificates,
): TenantConfiguration {
  return {
    id: wish.id ?? known?.id,
    applications: mergeEntries(known?.applications ?? {}, wish.applications, (before, application, name) =>
      mergeApplication(before, application, read(name, application)),
    ),
    identities: mergeEntries(known?.identities ?? {}, wish.identities, (before, identity) => ({
      ...before,
      ...identity,
    })),
    users: mergeEntries(known?.users ?? {}, wish.users, (before, user) => ({ ...before, ...user })),
  };
}

function mergeApplication(
  known: ApplicationConfiguration | undefined,
  wish: WrittenApplication,
  read: Pick<ApplicationConfiguration, 'certificatePems' | 'certificates'>,
): ApplicationConfiguration {
  const { certificateFiles: _files, certificates: _certificates, api, ...fields } = wish;
  const mergedApi = api === undefined ? known?.api : { appIdUri: '', ...known?.api, ...api };
  return {
    ...known,
    ...fields,
    certificatePems: read.certificatePems ?? known?.certificatePems,
    certificates: read.certificates ?? known?.certificates,
    api: mergedApi,
  };
}

function readCertificates(
  application: WrittenApplication,
  path: readonly string[],
  files: CertificateFiles,
): readonly string[] | undefined {
  return application.certificateFiles
    ?.map((file) => files.readCertificate(file, [...path, 'certificateFiles']))
    .filter((pem) => pem !== undefined);
}

function readRegistrations(
  application: WrittenApplication,
  path: readonly string[],
  files: CertificateFiles,
): readonly CertificateConfiguration[] | undefined {
  return application.certificates?.flatMap((written, index): CertificateConfiguration[] => {
    if ('thumbprint' in written) return [written];
    const issuer = readIssuer(written, [...path, 'certificates', String(index), 'issuer'], files);
    return issuer === undefined ? [] : [{ subjectName: written.subjectName, issuer }];
  });
}

function readIssuer(
  { issuer }: WrittenCertificate & { readonly issuer: string },
  path: readonly string[],
  files: CertificateFiles,
): 'client-ca' | { readonly pem: string } | undefined {
  if (issuer === 'client-ca') return issuer;
  const pem = files.readIssuer(issuer, path);
  return pem === undefined ? undefined : { pem };
}

function mergeEntries<Known, Wish>(
  base: Readonly<Record<string, Known>>,
  written: Readonly<Record<string, Wish>> | undefined,
  merge: (known: Known | undefined, wish: Wish, name: string) => Known,
): Readonly<Record<string, Known>> {
  const merged = new Map(Object.entries(base));
  for (const [name, wish] of Object.entries(written ?? {})) merged.set(name, merge(merged.get(name), wish, name));
  return Object.fromEntries(merged);
}
