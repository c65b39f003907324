import { appServicePath } from '../appservice/appservice.ts';
import type { Directory } from '../directory/directory.ts';
import type { AuthorityState } from './open-state.ts';

/** An application as people and scripts need it. */
export interface ApplicationDescription {
  /** Its name in the directory. */
  readonly name: string;
  /** GUID of its tenant. */
  readonly tenantId: string;
  /** Its client id, a GUID. */
  readonly clientId: string;
  /** Its client secret, where it has one. */
  readonly secret?: string | undefined;
  /** Its certificate, PEM, where one was issued to it. */
  readonly certFile?: string | undefined;
  /** The private key of that certificate, PEM. */
  readonly keyFile?: string | undefined;
  /** That certificate, and the authority that issued it, PEM. */
  readonly chainFile?: string | undefined;
  /** Where sign-in may return to. */
  readonly redirectUris?: readonly string[] | undefined;
  /** Application ID URI, where it is an API. */
  readonly appIdUri?: string | undefined;
  /** Delegated permissions that it offers, where it is an API. */
  readonly scopes?: readonly string[] | undefined;
  /** Application roles that it offers, where it is an API. */
  readonly roles?: readonly string[] | undefined;
}

/** A managed identity as people and scripts need it. */
export interface IdentityDescription {
  /** Its name in the directory. */
  readonly name: string;
  /** GUID of its tenant. */
  readonly tenantId: string;
  /** Its client id, a GUID. */
  readonly clientId: string;
  /** Its object id, a GUID. */
  readonly objectId: string;
  /** Its resource id, where it has one. */
  readonly resourceId?: string | undefined;
  /** Its certificate, PEM: with it a relying party comes to the STS. */
  readonly certFile?: string | undefined;
  /** The private key of that certificate, PEM. */
  readonly keyFile?: string | undefined;
  /** That certificate, and the authority that issued it, PEM. */
  readonly chainFile?: string | undefined;
}

/**
 * Everything a client needs to use the authority, with the field names of the command line's JSON line. It holds secrets: keep it as
 * carefully as the data directory.
 */
export interface AuthorityDescription {
  /** Origin of the STS. */
  readonly sts: string;
  /** Origin of the STS endpoint that asks for client certificates. */
  readonly mtlsSts: string;
  /** Origin of IMDS, as for `AZURE_POD_IDENTITY_AUTHORITY_HOST`. */
  readonly imds: string;
  /** The environment of a program in App Service. */
  readonly appService: {
    /** `IDENTITY_ENDPOINT`. */
    readonly endpoint: string;
    /** `IDENTITY_HEADER`, a secret. */
    readonly header: string;
  };
  /** Origin of the admin service. */
  readonly admin: string;
  /** Opens the admin service: `Authorization: Bearer …`. */
  readonly adminKey: string;
  /** What clients must trust to reach the servers, PEM; absent for an authority in memory. */
  readonly caFile?: string | undefined;
  /** Everything that clients of this machine must trust, PEM, as for `NODE_EXTRA_CA_CERTS`. */
  readonly trustFile?: string | undefined;
  /** Certificates for services beside the authority. */
  readonly certs: {
    /** For localhost, 127.0.0.1 and ::1. */
    readonly localhost: {
      /** The certificate, PEM. */
      readonly certFile?: string | undefined;
      /** Its private key, PEM. */
      readonly keyFile?: string | undefined;
    };
  };
  /** Every tenant. */
  readonly tenants: readonly {
    /** GUID in lower case. */
    readonly id: string;
    /** Its domain. */
    readonly domain: string;
  }[];
  /** Every application. */
  readonly applications: readonly ApplicationDescription[];
  /** Every managed identity. */
  readonly identities: readonly IdentityDescription[];
  /** Everybody who can sign in. */
  readonly users: readonly {
    /** What is typed at sign-in. */
    readonly username: string;
    /** The password, in the clear. */
    readonly password: string;
  }[];
}

/** Describes a listening authority. */
export function describeAuthority(
  state: AuthorityState,
  addresses: Pick<AuthorityDescription, 'sts' | 'mtlsSts' | 'imds' | 'admin'>,
): AuthorityDescription {
  const { certificates, directory, adminKey, appServiceHeader } = state;
  const { certFile, keyFile } = certificates.server;
  return {
    ...addresses,
    appService: { endpoint: `${addresses.imds}${appServicePath}`, header: appServiceHeader },
    adminKey,
    caFile: certificates.caFile,
    trustFile: certificates.trustFile,
    certs: { localhost: { certFile, keyFile } },
    tenants: directory.tenants.map(({ id, domain }) => ({ id, domain })),
    applications: describeApplications(directory),
    identities: directory.identities.map(({ name, tenantId, clientId, objectId, resourceId, certificateFiles }) => ({
      name,
      tenantId,
      clientId,
      objectId,
      ...(resourceId === undefined ? {} : { resourceId }),
      ...certificateFiles,
    })),
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
