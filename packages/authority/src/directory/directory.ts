import type { PublicJwk } from '@holdfast/core';

/** Whether tokens may, must or must not be bound to a key; said by an application and by an API, and the stricter word counts. */
export type TokenBinding = 'required' | 'allowed' | 'forbidden';

/** Shape of an API's access tokens, as its manifest says (`requestedAccessTokenVersion`). */
export type AccessTokenVersion = 1 | 2;

/** An organisation. */
export interface Tenant {
  /** GUID in lower case. */
  readonly id: string;
  readonly domain: string;
}

/** A certificate that an application may sign assertions with. */
export interface RegisteredCertificate {
  /** base64url SHA-1 of the DER, as in `x5t`. */
  readonly sha1: string;
  /** base64url SHA-256 of the DER, as in `x5t#S256`. */
  readonly sha256: string;
  readonly pem: string;
  readonly jwk: PublicJwk;
}

/** Files of the certificate that was issued to an application. */
export interface IssuedCertificateFiles {
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly chainFile?: string | undefined;
}

/** A client. */
export interface Application {
  readonly name: string;
  readonly tenantId: string;
  /** GUID in lower case. */
  readonly clientId: string;
  /** Object id of the application's service principal; `oid` and `sub` of its own tokens. */
  readonly objectId: string;
  readonly kind: 'confidential' | 'public';
  readonly secret?: string | undefined;
  readonly certificates: readonly RegisteredCertificate[];
  readonly certificateFiles?: IssuedCertificateFiles | undefined;
  readonly redirectUris: readonly string[];
  readonly tokenBinding: TokenBinding;
  readonly accessTokenLifetimeSeconds?: number | undefined;
  /** Application roles granted on APIs, by application ID URI. */
  readonly grantedRoles: ReadonlyMap<string, readonly string[]>;
}

/** An API that tokens are issued for. Every tenant sees every API. */
export interface Api {
  /** Application ID URI. */
  readonly appIdUri: string;
  /** The application behind it; absent for built-in resources. */
  readonly clientId?: string | undefined;
  readonly application?: string | undefined;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly tokenBinding: TokenBinding;
  readonly accessTokenVersion: AccessTokenVersion;
  readonly accessTokenLifetimeSeconds?: number | undefined;
}

/** Somebody who signs in. */
export interface User {
  readonly username: string;
  readonly tenantId: string;
  readonly objectId: string;
  readonly displayName: string;
  readonly password: string;
}

/** Everything the authority knows about who may ask for what; complete, with no questions left. */
export interface Directory {
  readonly tenants: readonly Tenant[];
  readonly applications: readonly Application[];
  readonly apis: readonly Api[];
  readonly users: readonly User[];
  /** Finds a tenant by GUID in any letter case, or by domain. */
  findTenant(name: string): Tenant | undefined;
  /** Finds a client of one tenant. */
  findApplication(tenant: Tenant, clientId: string): Application | undefined;
  /** Finds an API by application ID URI (one trailing slash more is the same) or by the client id of its application. */
  findApi(identifier: string): Api | undefined;
}
