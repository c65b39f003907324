import type { AccessTokenVersion, AuthenticationMethod, TokenBinding } from './directory.ts';

/** What a configuration says about an API; everything unsaid gets a default. */
export interface ApiConfiguration {
  readonly scopes?: readonly string[] | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly tokenBinding?: TokenBinding | undefined;
  readonly accessTokenVersion?: AccessTokenVersion | undefined;
  readonly accessTokenLifetimeSeconds?: number | undefined;
}

/** How an application is known by a certificate whose key need not be here. */
export type CertificateConfiguration =
  | {
      /** `x5t#S256` */
      readonly thumbprint: string;
    }
  | {
      readonly subjectName: string;
      /** PEM of the authority that signed the certificate itself, or `client-ca` for the one that issues certificates here. */
      readonly issuer: 'client-ca' | { readonly pem: string };
    };

/** What a configuration says about an application. */
export interface ApplicationConfiguration {
  readonly clientId?: string | undefined;
  readonly objectId?: string | undefined;
  readonly kind?: 'confidential' | 'public' | undefined;
  /** `generate` makes one up and keeps it, `none` leaves the application without; anything else is the secret itself. */
  readonly secret?: string | undefined;
  /** `issue`: the development authority issues a certificate and key. */
  readonly certificate?: 'issue' | 'none' | undefined;
  /** Certificates (PEM) that are registered beside the issued one. */
  readonly certificatePems?: readonly string[] | undefined;
  /** Certificates that are known by thumbprint, or by subject and issuer. */
  readonly certificates?: readonly CertificateConfiguration[] | undefined;
  /** The only methods the application may use; every one it has a credential for when absent. */
  readonly authenticationMethods?: readonly AuthenticationMethod[] | undefined;
  readonly redirectUris?: readonly string[] | undefined;
  readonly tokenBinding?: TokenBinding | undefined;
  readonly accessTokenLifetimeSeconds?: number | undefined;
  readonly grantedRoles?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly api?: (ApiConfiguration & { readonly appIdUri: string }) | undefined;
}

/** What a configuration says about a user. */
export interface UserConfiguration {
  readonly objectId?: string | undefined;
  readonly displayName?: string | undefined;
  readonly password?: string | undefined;
}

/** What a configuration says about a tenant. */
export interface TenantConfiguration {
  readonly id?: string | undefined;
  readonly applications?: Readonly<Record<string, ApplicationConfiguration>> | undefined;
  readonly users?: Readonly<Record<string, UserConfiguration>> | undefined;
}

/**
 * A directory as people write it: names and wishes, without the identifiers and secrets that are made up on first use.
 *
 * Plain data. `parseDirectory` makes one from YAML and names the line of every mistake; one made by hand is not checked again.
 */
export interface DirectoryConfiguration {
  /** Tenants by domain. */
  readonly tenants: Readonly<Record<string, TenantConfiguration>>;
  /** APIs that no application of the directory stands for, by application ID URI. */
  readonly resources: Readonly<Record<string, ApiConfiguration>>;
}
