import type { X509Certificate } from 'node:crypto';
import type { PublicJwk } from '@holdfast/core';

/** Whether tokens may, must or must not be bound to a key; said by an application and by an API, and the stricter word counts. */
export type TokenBinding = 'required' | 'allowed' | 'forbidden';

/** Shape of an API's access tokens, as its manifest says (`requestedAccessTokenVersion`). */
export type AccessTokenVersion = 1 | 2;

/** An organisation. */
export interface Tenant {
  /** GUID in lower case. */
  readonly id: string;
  /** Its domain, such as `contoso.example`. */
  readonly domain: string;
}

/** A certificate that an application may sign assertions with. */
export interface RegisteredCertificate {
  /** base64url SHA-1 of the DER, as in `x5t`. */
  readonly sha1: string;
  /** base64url SHA-256 of the DER, as in `x5t#S256`. */
  readonly sha256: string;
  /** The certificate. */
  readonly pem: string;
  /** Its public key. */
  readonly jwk: PublicJwk;
}

/** A subject in the mouth of one issuer: every certificate with this name that this very authority signed. */
export interface RegisteredSubject {
  /** The most specific part first, compared part by part and letter by letter. */
  readonly subjectName: string;
  /** The authority that signs the certificates itself, not one above it. */
  readonly issuer: X509Certificate;
}

/** A way in which an application may prove who it is, by its registered name (RFC 7591 section 2; RFC 8705 section 2). */
export type AuthenticationMethod =
  | 'client_secret_post'
  | 'client_secret_basic'
  | 'private_key_jwt'
  | 'tls_client_auth'
  | 'self_signed_tls_client_auth';

/** Files of the certificate that was issued to an application. */
export interface IssuedCertificateFiles {
  /** The certificate, PEM. */
  readonly certFile?: string | undefined;
  /** Its private key, PEM. */
  readonly keyFile?: string | undefined;
  /** The certificate, and the authority that issued it, PEM. */
  readonly chainFile?: string | undefined;
}

/** Somebody of the directory whose tokens an application may show in place of a credential. */
export interface FederatedCredential {
  /** Whether the name is that of a managed identity or of an application. */
  readonly kind: 'identity' | 'application';
  /** Name in the directory. */
  readonly name: string;
  /** What the tokens are for. */
  readonly audience: string;
}

/** A client. */
export interface Application {
  /** Its name in the directory. */
  readonly name: string;
  /** GUID of its tenant. */
  readonly tenantId: string;
  /** GUID in lower case. */
  readonly clientId: string;
  /** Object id of the application's service principal; `oid` and `sub` of its own tokens. */
  readonly objectId: string;
  /** Whether it can keep a secret. */
  readonly kind: 'confidential' | 'public';
  /** Its client secret, where it has one. */
  readonly secret?: string | undefined;
  /** Certificates that are here with their keys. */
  readonly certificates: readonly RegisteredCertificate[];
  /** `x5t#S256` of every certificate the application is known by, those above among them. */
  readonly thumbprints: readonly string[];
  /** Subjects it is known by, each in the mouth of one issuer. */
  readonly subjects: readonly RegisteredSubject[];
  /** The methods it may use; undefined permits every method that it has a credential for. */
  readonly authenticationMethods?: readonly AuthenticationMethod[] | undefined;
  /** Whose tokens it may show in place of a credential of its own. */
  readonly federatedCredentials?: readonly FederatedCredential[] | undefined;
  /** Files of the certificate that was issued to it, where there are any. */
  readonly certificateFiles?: IssuedCertificateFiles | undefined;
  /** Where sign-in may return to, compared exactly. */
  readonly redirectUris: readonly string[];
  /** Where a sign-out may lead, beside those, compared exactly. */
  readonly postLogoutRedirectUris: readonly string[];
  /** Whether its tokens may, must or must not be bound. */
  readonly tokenBinding: TokenBinding;
  /** How long its tokens live, in seconds. */
  readonly accessTokenLifetimeSeconds?: number | undefined;
  /** Authentication contexts that its application-only tokens may claim to meet. */
  readonly authenticationContexts?: readonly string[] | undefined;
  /** Application roles granted on APIs, by application ID URI. */
  readonly grantedRoles: ReadonlyMap<string, readonly string[]>;
  /** Delegated permissions it is registered for, by application ID URI: what `.default` means. */
  readonly delegatedPermissions: ReadonlyMap<string, readonly string[]>;
  /** Whether users are asked before it acts for them. */
  readonly consent: Consent;
  /** How long the refresh tokens of one sign-in live, in seconds. */
  readonly refreshTokenLifetimeSeconds: number;
  /** For how long a refresh token that was used may be used once more, in seconds. */
  readonly refreshTokenReuseLeewaySeconds: number;
}

/** Whether users are asked before an application acts for them, or an administrator has agreed for everybody. */
export type Consent = 'asked' | 'granted';

/**
 * An identity of the machine itself: programs on it get its tokens without a credential, from IMDS or App Service. To the STS it is a client
 * with a certificate.
 */
export interface ManagedIdentity extends Application {
  /** Whether it belongs to the machine, or is assigned to it. */
  readonly isSystem: boolean;
  /** Its resource id: `xms_mirid` of its tokens. */
  readonly resourceId?: string | undefined;
  /** Whether a certificate for it takes an attestation of the key. */
  readonly attestation: AttestationPolicy;
  /** Who refuses a wrong attestation. */
  readonly attestationCheck: AttestationCheck;
  /** How long the certificates that IMDS issues to it live, in seconds. */
  readonly certificateLifetimeSeconds: number;
}

/** Whether a certificate takes an attestation of its key. */
export type AttestationPolicy = 'required' | 'optional';

/** Who refuses a wrong attestation: IMDS, before it issues a certificate, or the STS, when the certificate is used. The STS asks in any case. */
export type AttestationCheck = 'imds' | 'sts';

/** An API that tokens are issued for. Every tenant sees every API. */
export interface Api {
  /** Application ID URI. */
  readonly appIdUri: string;
  /** The application behind it; absent for built-in resources. */
  readonly clientId?: string | undefined;
  /** Name of that application. */
  readonly application?: string | undefined;
  /** Delegated permissions that it offers. */
  readonly scopes: readonly string[];
  /** Application roles that it offers. */
  readonly roles: readonly string[];
  /** Whether its tokens may, must or must not be bound. */
  readonly tokenBinding: TokenBinding;
  /** Shape of its tokens. */
  readonly accessTokenVersion: AccessTokenVersion;
  /** How long its tokens live, in seconds. */
  readonly accessTokenLifetimeSeconds?: number | undefined;
  /** Authentication contexts that every application-only token for it may claim to meet. */
  readonly authenticationContexts?: readonly string[] | undefined;
}

/** Somebody who signs in. */
export interface User {
  /** What is typed at sign-in. */
  readonly username: string;
  /** GUID of the tenant. */
  readonly tenantId: string;
  /** `oid` of tokens for this user. */
  readonly objectId: string;
  /** `name` of tokens for this user. */
  readonly displayName: string;
  /** The password, in the clear. */
  readonly password: string;
}

/** Everything the authority knows about who may ask for what; complete, with no questions left. */
export interface Directory {
  /** Every tenant. */
  readonly tenants: readonly Tenant[];
  /** Every application. */
  readonly applications: readonly Application[];
  /** Every API, built-in resources among them. */
  readonly apis: readonly Api[];
  /** Every managed identity, all of them assigned to this machine. */
  readonly identities: readonly ManagedIdentity[];
  /** Everybody who can sign in. */
  readonly users: readonly User[];
  /** Finds a tenant by GUID in any letter case, or by domain. */
  findTenant(name: string): Tenant | undefined;
  /**
   * Finds a client of one tenant: an application or a managed identity.
   *
   * @param tenant - a tenant of this directory
   * @param clientId - GUID, in any letter case
   */
  findApplication(tenant: Tenant, clientId: string): Application | undefined;
  /** Finds an API by application ID URI (one trailing slash more is the same) or by the client id of its application. */
  findApi(identifier: string): Api | undefined;
}
