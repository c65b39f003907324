import { X509Certificate } from 'node:crypto';
import type {
  ApiConfiguration,
  ApplicationConfiguration,
  CertificateConfiguration,
  DirectoryConfiguration,
  TenantConfiguration,
} from './configuration.ts';
import { createDirectory } from './create-directory.ts';
import type { Api, Application, Directory, ManagedIdentity, RegisteredSubject, Tenant, User } from './directory.ts';
import type { Identities } from './identities.ts';
import { refreshTokenDefaults, reuseLeewayBounds } from './refresh-token-bounds.ts';
import { registerCertificate } from './registered-certificate.ts';
import { type IssueCertificate, settleIdentities } from './settle-identities.ts';

/**
 * Turns wishes into a directory: every identifier, secret and certificate that the configuration leaves open is looked up or made.
 *
 * Not checked: the configuration itself; `parseDirectory` did that.
 */
export async function settleDirectory(options: {
  readonly configuration: DirectoryConfiguration;
  readonly identities: Identities;
  readonly issueCertificate: IssueCertificate;
  readonly issueIdentityCertificate: IssueCertificate;
  /** The authority that `client-ca` means. */
  readonly clientCaPem: string;
}): Promise<Directory> {
  const { configuration, identities } = options;
  const tenants: Tenant[] = [];
  const applications: Application[] = [];
  const managed: ManagedIdentity[] = [];
  const apis: Api[] = [];
  const users: User[] = [];
  for (const [domain, wishes] of Object.entries(configuration.tenants)) {
    const tenant = { id: (wishes.id ?? identities.guid(`tenant ${domain}`)).toLowerCase(), domain };
    tenants.push(tenant);
    for (const [name, wish] of Object.entries(wishes.applications ?? {})) {
      const application = await settleApplication({ ...options, tenant, name, wish });
      applications.push(application);
      if (wish.api !== undefined) apis.push(settleApi(wish.api.appIdUri, wish.api, application));
    }
    managed.push(...(await settleIdentities({ ...options, tenant, wishes: wishes.identities })));
    users.push(...settleUsers(tenant, wishes, identities));
  }
  for (const [uri, wish] of Object.entries(configuration.resources)) apis.push(settleApi(uri, wish));
  return createDirectory({ tenants, applications, identities: managed, apis, users });
}

async function settleApplication(options: {
  readonly identities: Identities;
  readonly issueCertificate: IssueCertificate;
  readonly clientCaPem: string;
  readonly tenant: Tenant;
  readonly name: string;
  readonly wish: ApplicationConfiguration;
}): Promise<Application> {
  const { identities, tenant, name, wish } = options;
  const issued = wish.certificate === 'issue' ? await options.issueCertificate(name) : undefined;
  const pems = [...(issued === undefined ? [] : [issued.certPem]), ...(wish.certificatePems ?? [])];
  const certificates = pems.map(registerCertificate);
  return {
    name,
    tenantId: tenant.id,
    clientId: (wish.clientId ?? identities.guid(`client ${name}`)).toLowerCase(),
    objectId: (wish.objectId ?? identities.guid(`principal ${name}`)).toLowerCase(),
    kind: wish.kind ?? 'confidential',
    secret: settleSecret(wish.secret, name, identities),
    certificates,
    thumbprints: [...certificates.map(({ sha256 }) => sha256), ...settleThumbprints(wish.certificates)],
    subjects: settleSubjects(wish.certificates, options.clientCaPem),
    authenticationMethods: wish.authenticationMethods,
    federatedCredentials: wish.federatedCredentials,
    certificateFiles:
      issued === undefined
        ? undefined
        : { certFile: issued.certFile, keyFile: issued.keyFile, chainFile: issued.chainFile },
    redirectUris: wish.redirectUris ?? [],
    postLogoutRedirectUris: wish.postLogoutRedirectUris ?? [],
    tokenBinding: wish.tokenBinding ?? 'allowed',
    accessTokenLifetimeSeconds: wish.accessTokenLifetimeSeconds,
    authenticationContexts: wish.authenticationContexts,
    grantedRoles: new Map(Object.entries(wish.grantedRoles ?? {})),
    ...settleDelegation(wish),
  };
}

function settleDelegation(
  wish: ApplicationConfiguration,
): Pick<
  Application,
  'delegatedPermissions' | 'consent' | 'refreshTokenLifetimeSeconds' | 'refreshTokenReuseLeewaySeconds'
> {
  const { kind = 'confidential', delegatedPermissions = {}, consent = 'asked' } = wish;
  return {
    delegatedPermissions: new Map(Object.entries(delegatedPermissions)),
    consent,
    refreshTokenLifetimeSeconds: wish.refreshTokenLifetimeSeconds ?? refreshTokenDefaults[kind],
    refreshTokenReuseLeewaySeconds: wish.refreshTokenReuseLeewaySeconds ?? reuseLeewayBounds.least,
  };
}

function settleThumbprints(wishes: readonly CertificateConfiguration[] = []): string[] {
  return wishes.flatMap((wish) => ('thumbprint' in wish ? [wish.thumbprint] : []));
}

function settleSubjects(wishes: readonly CertificateConfiguration[] = [], clientCaPem: string): RegisteredSubject[] {
  return wishes.flatMap((wish) => {
    if ('thumbprint' in wish) return [];
    const { subjectName, issuer } = wish;
    return [{ subjectName, issuer: new X509Certificate(issuer === 'client-ca' ? clientCaPem : issuer.pem) }];
  });
}

function settleSecret(wish: string | undefined, name: string, identities: Identities): string | undefined {
  if (wish === undefined || wish === 'none') return undefined;
  return wish === 'generate' ? identities.secret(`client ${name}`) : wish;
}

function settleApi(appIdUri: string, wish: ApiConfiguration, application?: Application): Api {
  return {
    appIdUri,
    clientId: application?.clientId,
    application: application?.name,
    scopes: wish.scopes ?? [],
    roles: wish.roles ?? [],
    tokenBinding: wish.tokenBinding ?? 'allowed',
    accessTokenVersion: wish.accessTokenVersion ?? 2,
    accessTokenLifetimeSeconds: wish.accessTokenLifetimeSeconds,
    authenticationContexts: wish.authenticationContexts,
  };
}

function settleUsers(tenant: Tenant, wishes: TenantConfiguration, identities: Identities): User[] {
  return Object.entries(wishes.users ?? {}).map(([username, wish]) => ({
    username,
    tenantId: tenant.id,
    objectId: (wish.objectId ?? identities.guid(`user ${username}`)).toLowerCase(),
    displayName: wish.displayName ?? username,
    password: wish.password ?? identities.secret(`user ${username}`),
  }));
}
