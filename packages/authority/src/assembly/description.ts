import type { Directory } from '../directory/directory.ts';
import type { AuthorityState } from './open-state.ts';

/** An application as people and scripts need it. */
export interface ApplicationDescription {
  readonly name: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly secret?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly chainFile?: string | undefined;
  readonly redirectUris?: readonly string[] | undefined;
  readonly appIdUri?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly roles?: readonly string[] | undefined;
}

/**
 * Everything a client needs to use the authority, with the field names of the command line's JSON line. It holds secrets: keep it as
 * carefully as the data directory.
 */
export interface AuthorityDescription {
  /** Origin of the STS. */
  readonly sts: string;
  readonly admin: string;
  readonly adminKey: string;
  readonly caFile?: string | undefined;
  readonly trustFile?: string | undefined;
  readonly certs: {
    readonly localhost: { readonly certFile?: string | undefined; readonly keyFile?: string | undefined };
  };
  readonly tenants: readonly { readonly id: string; readonly domain: string }[];
  readonly applications: readonly ApplicationDescription[];
  readonly users: readonly { readonly username: string; readonly password: string }[];
}

/** Describes a listening authority. */
export function describeAuthority(
  state: AuthorityState,
  addresses: { readonly sts: string; readonly admin: string },
): AuthorityDescription {
  const { certificates, directory, adminKey } = state;
  const { certFile, keyFile } = certificates.server;
  return {
    ...addresses,
    adminKey,
    caFile: certificates.caFile,
    trustFile: certificates.trustFile,
    certs: { localhost: { certFile, keyFile } },
    tenants: directory.tenants.map(({ id, domain }) => ({ id, domain })),
    applications: describeApplications(directory),
    users: directory.users.map(({ username, password }) => ({ username, password })),
  };
}

function describeApplications(directory: Directory): ApplicationDescription[] {
  return directory.applications.map((application) => {
    const api = directory.apis.find(({ clientId }) => clientId === application.clientId);
    return {
      name: application.name,
      tenantId: application.tenantId,
      clientId: application.clientId,
      secret: application.secret,
      ...application.certificateFiles,
      ...(application.redirectUris.length === 0 ? {} : { redirectUris: application.redirectUris }),
      ...(api === undefined ? {} : { appIdUri: api.appIdUri, scopes: api.scopes, roles: api.roles }),
    };
  });
}
