import type { ApplicationConfiguration, DirectoryConfiguration, TenantConfiguration } from './configuration.ts';
import type { WrittenApplication, WrittenConfiguration, WrittenTenant } from './written-configuration.ts';

/** Reads a certificate file that an application names. */
export type ReadCertificateFile = (file: string, path: readonly string[]) => string | undefined;

/**
 * Lays a file over a base: what the file says replaces what the base says, field by field, and names that are new are added.
 *
 * Not checked: whether the result makes sense; `checkReferences` does that.
 */
export function mergeConfiguration(
  base: DirectoryConfiguration,
  written: WrittenConfiguration,
  readCertificateFile: ReadCertificateFile,
): DirectoryConfiguration {
  return {
    tenants: mergeEntries(base.tenants, written.tenants, (known, wish, domain) =>
      mergeTenant(known, wish, (name, application) =>
        readCertificates(
          application,
          ['tenants', domain, 'applications', name, 'certificateFiles'],
          readCertificateFile,
        ),
      ),
    ),
    resources: mergeEntries(base.resources, written.resources, (known, wish) => ({ ...known, ...wish })),
  };
}

type ReadCertificates = (name: string, application: WrittenApplication) => readonly string[] | undefined;

function mergeTenant(
  known: TenantConfiguration | undefined,
  wish: WrittenTenant,
  readPems: ReadCertificates,
): TenantConfiguration {
  return {
    id: wish.id ?? known?.id,
    applications: mergeEntries(known?.applications ?? {}, wish.applications, (before, application, name) =>
      mergeApplication(before, application, readPems(name, application)),
    ),
    users: mergeEntries(known?.users ?? {}, wish.users, (before, user) => ({ ...before, ...user })),
  };
}

function mergeApplication(
  known: ApplicationConfiguration | undefined,
  wish: WrittenApplication,
  certificatePems: readonly string[] | undefined,
): ApplicationConfiguration {
  const { certificateFiles: _files, api, ...fields } = wish;
  const mergedApi = api === undefined ? known?.api : { appIdUri: '', ...known?.api, ...api };
  return {
    ...known,
    ...fields,
    certificatePems: certificatePems ?? known?.certificatePems,
    api: mergedApi,
  };
}

function readCertificates(
  application: WrittenApplication,
  path: readonly string[],
  readFile: ReadCertificateFile,
): readonly string[] | undefined {
  return application.certificateFiles?.map((file) => readFile(file, path)).filter((pem) => pem !== undefined);
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
