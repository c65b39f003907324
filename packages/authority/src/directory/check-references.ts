import { checkCredentials } from './check-credentials.ts';
import type { ApplicationConfiguration, DirectoryConfiguration } from './configuration.ts';

/** Says what is wrong, and at which path of the file. */
export type ReportPath = (path: readonly string[], what: string, mend: string) => void;

interface PlacedApplication {
  readonly path: readonly string[];
  readonly name: string;
  readonly wish: ApplicationConfiguration;
}

/** Checks what no field can know by itself: that names are unique, and that what is referred to exists. */
export function checkReferences(configuration: DirectoryConfiguration, report: ReportPath): void {
  const tenants = Object.entries(configuration.tenants);
  if (tenants.length === 0) report(['tenants'], 'there is no tenant', 'Name at least one, or leave "defaults" out.');
  const applications = tenants.flatMap(([domain, tenant]) =>
    Object.entries(tenant.applications ?? {}).map(
      ([name, wish]): PlacedApplication => ({ path: ['tenants', domain, 'applications', name], name, wish }),
    ),
  );
  checkUnique(
    tenants.map(([domain, { id }]) => ({ path: ['tenants', domain, 'id'], value: id?.toLowerCase() })),
    { what: 'two tenants have this id', mend: 'Give every tenant its own id.' },
    report,
  );
  checkUnique(
    applications.map(({ path, name }) => ({ path, value: name })),
    {
      what: 'another tenant has an application of this name',
      mend: 'Choose another name; names are unique in the file.',
    },
    report,
  );
  checkUnique(
    applications.map(({ path, wish }) => ({ path: [...path, 'clientId'], value: wish.clientId?.toLowerCase() })),
    { what: 'two applications have this client id', mend: 'Give every application its own clientId.' },
    report,
  );
  for (const { path, wish } of applications) {
    checkCredentials(wish, (field, what, mend) => report([...path, field], what, mend));
  }
  checkApis(configuration, applications, report);
}

function checkApis(
  configuration: DirectoryConfiguration,
  applications: readonly PlacedApplication[],
  report: ReportPath,
): void {
  const roles = new Map(Object.entries(configuration.resources).map(([uri, { roles }]) => [uri, roles ?? []]));
  for (const { path, wish } of applications) {
    if (wish.api === undefined) continue;
    const { appIdUri } = wish.api;
    if (appIdUri === '') report([...path, 'api'], 'the API has no appIdUri', 'Add appIdUri, such as api://orders.');
    else if (roles.has(appIdUri)) {
      report([...path, 'api', 'appIdUri'], 'another API has this appIdUri', 'Give every API its own appIdUri.');
    } else roles.set(appIdUri, wish.api.roles ?? []);
  }
  for (const { path, wish } of applications) {
    for (const [uri, granted] of Object.entries(wish.grantedRoles ?? {})) {
      const at = [...path, 'grantedRoles', uri];
      const offered = roles.get(uri);
      if (offered === undefined) report(at, 'there is no such API', 'Add it under "resources", or correct the URI.');
      else if (granted.some((role) => !offered.includes(role))) {
        report(at, 'the API does not offer one of these roles', 'Add the role to "roles" of the API, or correct it.');
      }
    }
  }
}

function checkUnique(
  entries: readonly { readonly path: readonly string[]; readonly value: string | undefined }[],
  words: { readonly what: string; readonly mend: string },
  report: ReportPath,
): void {
  const seen = new Set<string>();
  for (const { path, value } of entries) {
    if (value === undefined) continue;
    if (seen.has(value)) report(path, words.what, words.mend);
    seen.add(value);
  }
}
