import { checkCredentials } from './check-credentials.ts';
import { checkIdentities, type PlacedIdentity } from './check-identities.ts';
import { checkUnique, type ReportPath } from './check-unique.ts';
import type { ApiConfiguration, ApplicationConfiguration, DirectoryConfiguration } from './configuration.ts';

interface PlacedApplication {
  readonly path: readonly string[];
  readonly name: string;
  readonly wish: ApplicationConfiguration;
}

type OfferedApis = ReadonlyMap<string, ApiConfiguration>;

const noSuchApi = 'there is no such API';
const nameAnother = 'Add it under "resources", or correct the URI.';

/** Checks what no field can know by itself: that names are unique, and that what is referred to exists. */
export function checkReferences(configuration: DirectoryConfiguration, report: ReportPath): void {
  const tenants = Object.entries(configuration.tenants);
  if (tenants.length === 0) report(['tenants'], 'there is no tenant', 'Name at least one, or leave "defaults" out.');
  const applications = tenants.flatMap(([domain, tenant]) =>
    Object.entries(tenant.applications ?? {}).map(
      ([name, wish]): PlacedApplication => ({ path: ['tenants', domain, 'applications', name], name, wish }),
    ),
  );
  const identities = tenants.flatMap(([domain, tenant]) =>
    Object.entries(tenant.identities ?? {}).map(
      ([name, wish]): PlacedIdentity => ({ path: ['tenants', domain, 'identities', name], name, wish }),
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
    [...applications, ...identities].map(({ path, wish }) => ({
      path: [...path, 'clientId'],
      value: wish.clientId?.toLowerCase(),
    })),
    {
      what: 'two applications have this client id',
      mend: 'Give every application and every managed identity its own clientId.',
    },
    report,
  );
  checkIdentities(identities, report);
  checkFederated(applications, identities, report);
  for (const { path, wish } of applications) {
    checkCredentials(wish, (field, what, mend) => report([...path, field], what, mend));
  }
  const apis = checkApis(configuration, applications, report);
  for (const placed of [...applications, ...identities]) checkGrantedRoles(placed, apis, report);
  for (const placed of applications) checkDelegatedPermissions(placed, apis, report);
}

function checkFederated(
  applications: readonly PlacedApplication[],
  identities: readonly PlacedIdentity[],
  report: ReportPath,
): void {
  const names = { application: applications.map(({ name }) => name), identity: identities.map(({ name }) => name) };
  for (const { path, name: own, wish } of applications) {
    for (const { kind, name } of wish.federatedCredentials ?? []) {
      const isSomebody = names[kind].includes(name) && !(kind === 'application' && name === own);
      if (!isSomebody) {
        report(
          [...path, 'federatedCredentials'],
          `there is no other ${kind} of this name`,
          `Name another ${kind} of the file.`,
        );
      }
    }
  }
}

function checkApis(
  configuration: DirectoryConfiguration,
  applications: readonly PlacedApplication[],
  report: ReportPath,
): OfferedApis {
  const apis = new Map<string, ApiConfiguration>(Object.entries(configuration.resources));
  for (const { path, wish } of applications) {
    if (wish.api === undefined) continue;
    const { appIdUri } = wish.api;
    if (appIdUri === '') report([...path, 'api'], 'the API has no appIdUri', 'Add appIdUri, such as api://orders.');
    else if (apis.has(appIdUri)) {
      report([...path, 'api', 'appIdUri'], 'another API has this appIdUri', 'Give every API its own appIdUri.');
    } else apis.set(appIdUri, wish.api);
  }
  return apis;
}

function checkGrantedRoles(
  { path, wish }: PlacedApplication | PlacedIdentity,
  apis: OfferedApis,
  report: ReportPath,
): void {
  for (const [uri, granted] of Object.entries(wish.grantedRoles ?? {})) {
    const at = [...path, 'grantedRoles', uri];
    const offered = apis.get(uri);
    if (offered === undefined) report(at, noSuchApi, nameAnother);
    else if (granted.some((role) => offered.roles?.includes(role) !== true)) {
      report(at, 'the API does not offer one of these roles', 'Add the role to "roles" of the API, or correct it.');
    }
  }
}

function checkDelegatedPermissions({ path, wish }: PlacedApplication, apis: OfferedApis, report: ReportPath): void {
  for (const [uri, permissions] of Object.entries(wish.delegatedPermissions ?? {})) {
    const at = [...path, 'delegatedPermissions', uri];
    const offered = apis.get(uri);
    if (offered === undefined) report(at, noSuchApi, nameAnother);
    else if (permissions.some((scope) => offered.scopes?.includes(scope) !== true)) {
      report(at, 'the API does not offer one of these scopes', 'Add the scope to "scopes" of the API, or correct it.');
    }
  }
}
