import type {
  AccessTokenVersion,
  AttestationCheck,
  AttestationPolicy,
  AuthenticationMethod,
  Consent,
  FederatedCredential,
  TokenBinding,
} from './directory.ts';

/** What a configuration says about an API; everything unsaid gets a default. */
export interface ApiConfiguration {
  /** Delegated permissions that it offers. @default none */
  readonly scopes?: readonly string[] | undefined;
  /** Application roles that it offers. @default none */
  readonly roles?: readonly string[] | undefined;
  /** Whether its tokens may, must or must not be bound. @default `allowed` */
  readonly tokenBinding?: TokenBinding | undefined;
  /** Shape of its tokens. @default 2 */
  readonly accessTokenVersion?: AccessTokenVersion | undefined;
  /** How long its tokens live, in seconds; the shorter wish of API and application counts. @default 3,599 */
  readonly accessTokenLifetimeSeconds?: number | undefined;
  /** Authentication contexts that every application-only token for it may claim to meet, on request. @default none */
  readonly authenticationContexts?: readonly string[] | undefined;
}

/** How an application is known by a certificate whose key need not be here. */
export type CertificateConfiguration =
  | {
      /** `x5t#S256` */
      readonly thumbprint: string;
    }
  | {
      /** Its subject, the most specific part first, compared part by part and letter by letter. */
      readonly subjectName: string;
      /** PEM of the authority that signed the certificate itself, or `client-ca` for the one that issues certificates here. */
      readonly issuer:
        | 'client-ca'
        | {
            /** The certificate of that authority. */
            readonly pem: string;
          };
    };

/** What a configuration says about an application. */
export interface ApplicationConfiguration {
  /** Its client id, a GUID. @default made up on first use */
  readonly clientId?: string | undefined;
  /** Object id of its service principal: `oid` and `sub` of its own tokens. @default made up on first use */
  readonly objectId?: string | undefined;
  /** Whether it can keep a secret. @default `confidential` */
  readonly kind?: 'confidential' | 'public' | undefined;
  /** `generate` makes one up and keeps it, `none` leaves the application without; anything else is the secret itself. @default `none` */
  readonly secret?: string | undefined;
  /** `issue`: the development authority issues a certificate and key. @default `none` */
  readonly certificate?: 'issue' | 'none' | undefined;
  /** Certificates (PEM) that are registered beside the issued one. @default none */
  readonly certificatePems?: readonly string[] | undefined;
  /** Certificates that are known by thumbprint, or by subject and issuer. @default none */
  readonly certificates?: readonly CertificateConfiguration[] | undefined;
  /** Whose tokens it may show in place of a credential of its own, for the audience `api://AzureADTokenExchange` or another. @default none */
  readonly federatedCredentials?: readonly FederatedCredential[] | undefined;
  /** The only methods the application may use. @default every one that it has a credential for */
  readonly authenticationMethods?: readonly AuthenticationMethod[] | undefined;
  /** Where sign-in may return to, compared exactly. @default none */
  readonly redirectUris?: readonly string[] | undefined;
  /** Where a sign-out may lead, beside `redirectUris`, compared exactly. @default none */
  readonly postLogoutRedirectUris?: readonly string[] | undefined;
  /** Whether its tokens may, must or must not be bound. @default `allowed` */
  readonly tokenBinding?: TokenBinding | undefined;
  /** How long its tokens live, in seconds; the shorter wish of application and API counts. @default 3,599 */
  readonly accessTokenLifetimeSeconds?: number | undefined;
  /** Authentication contexts that its application-only tokens may claim to meet, on request. @default none */
  readonly authenticationContexts?: readonly string[] | undefined;
  /** Application roles that are granted to it, by the application ID URI of the API. @default none */
  readonly grantedRoles?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Delegated permissions it is registered for, by the application ID URI of the API: what `.default` means. @default none */
  readonly delegatedPermissions?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Whether users are asked before it acts for them, or an administrator has agreed for everybody. @default `asked` */
  readonly consent?: Consent | undefined;
  /** How long the refresh tokens of one sign-in live, in seconds. @default 86,400 for a public application, else 7,776,000 */
  readonly refreshTokenLifetimeSeconds?: number | undefined;
  /** For how long a refresh token that was used may be used once more, in seconds; it gets the same successor then. @default 0 */
  readonly refreshTokenReuseLeewaySeconds?: number | undefined;
  /** The API that it stands for. @default none: it is a client only */
  readonly api?:
    | (ApiConfiguration & {
        /** Application ID URI, such as `api://orders`. */
        readonly appIdUri: string;
      })
    | undefined;
}

/** What a configuration says about a user. */
export interface UserConfiguration {
  /** `oid` of tokens for this user, a GUID. @default made up on first use */
  readonly objectId?: string | undefined;
  /** `name` of tokens for this user. @default the name they sign in with */
  readonly displayName?: string | undefined;
  /** The password. @default made up on first use */
  readonly password?: string | undefined;
}

/** What a configuration says about a managed identity; every one is assigned to the machine that the authority stands for. */
export interface IdentityConfiguration {
  /** Whether it belongs to the machine itself, of which there is one in a directory, or is assigned to it. @default `user-assigned` */
  readonly kind?: 'system-assigned' | 'user-assigned' | undefined;
  /** Its client id, a GUID. @default made up on first use */
  readonly clientId?: string | undefined;
  /** Its object id: `oid` and `sub` of its tokens. @default made up on first use */
  readonly objectId?: string | undefined;
  /** Its resource id: `xms_mirid` of its tokens. @default for a user-assigned one made from its name, else none */
  readonly resourceId?: string | undefined;
  /** Whether its tokens may, must or must not be bound. @default `allowed` */
  readonly tokenBinding?: TokenBinding | undefined;
  /** How long its tokens live, in seconds; the shorter wish of identity and API counts. @default 86,399 */
  readonly accessTokenLifetimeSeconds?: number | undefined;
  /** Application roles that are granted to it, by the application ID URI of the API. @default none */
  readonly grantedRoles?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Whether a certificate for it takes an attestation of the key. @default `optional` */
  readonly attestation?: AttestationPolicy | undefined;
  /** Who refuses a wrong attestation: IMDS, before it issues a certificate, or the STS, when the certificate is used. @default `imds` */
  readonly attestationCheck?: AttestationCheck | undefined;
  /** How long the certificates of it live, in seconds. @default 604,800 */
  readonly certificateLifetimeSeconds?: number | undefined;
}

/** What a configuration says about a tenant. */
export interface TenantConfiguration {
  /** GUID. @default made up on first use */
  readonly id?: string | undefined;
  /** Applications by name. @default none */
  readonly applications?: Readonly<Record<string, ApplicationConfiguration>> | undefined;
  /** Managed identities by name. @default none */
  readonly identities?: Readonly<Record<string, IdentityConfiguration>> | undefined;
  /** Users by the name they sign in with. @default none */
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
