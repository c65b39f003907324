/** A token was signed and sent. */
export interface TokenIssued {
  readonly name: 'token.issued';
  /** GUID of the tenant. */
  readonly tenantId: string;
  /** The application that asked. */
  readonly clientId: string;
  /** Object id of the user for whom it asked; undefined where it asked for itself. */
  readonly objectId?: string | undefined;
  /** Application ID URI of the API. */
  readonly resource: string;
  /** How it asked: `grant_type`, or `managed_identity` for a program on the machine. */
  readonly grant: string;
  /** Whether the token is bound. */
  readonly scheme: 'bearer' | 'pop' | 'mtls_pop';
  /** What the token is bound to: RFC 7638 thumbprint of a key, or `x5t#S256` of a certificate. */
  readonly boundTo?: string | undefined;
  /** Registered name of the method by which the client proved who it is, such as `tls_client_auth`; `imds` or `app-service` for a program on the machine. */
  readonly clientAuthentication: string;
  /** Id of the token: its claim of that name. */
  readonly uti: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** A token request was refused. */
export interface TokenRequestRefused {
  readonly name: 'token.refused';
  /** OAuth `error`, for example `invalid_client`. */
  readonly error: string;
  /** AADSTS number. */
  readonly code: number;
  /** Name of the row in docs/aadsts.md. */
  readonly reason: string;
}

/** Somebody proved who they are. */
export interface UserSignedIn {
  readonly name: 'user.signed-in';
  /** GUID of the tenant. */
  readonly tenantId: string;
  /** Object id of the user. */
  readonly objectId: string;
  /** The application that asked for it; undefined where the admin service did. */
  readonly clientId?: string | undefined;
  /** How: `test-user` is the button that asks for no password. */
  readonly method: 'password' | 'test-user' | 'admin';
  /** Authentication contexts that the sign-in meets. */
  readonly authenticationContexts: readonly string[];
}

/** An application got an authorization code for a user. */
export interface CodeIssued {
  readonly name: 'code.issued';
  /** GUID of the tenant. */
  readonly tenantId: string;
  /** The application that asked. */
  readonly clientId: string;
  /** Object id of the user. */
  readonly objectId: string;
  /** Application ID URI of the API; undefined where nothing but a sign-in was asked for. */
  readonly resource?: string | undefined;
  /** Permissions of the API, and scopes of OpenID Connect. */
  readonly scopes: readonly string[];
  /** Whether the application asked silently, so that nobody was there. */
  readonly isSilent: boolean;
}

/** A request for authorization was refused, or the attempt of somebody to sign in. */
export interface SignInRefused {
  readonly name: 'sign-in.refused';
  /** OAuth `error`, for example `login_required`. */
  readonly error: string;
  /** AADSTS number. */
  readonly code: number;
  /** Name of the row in docs/aadsts.md. */
  readonly reason: string;
  /** The application that asked, where it is known. */
  readonly clientId?: string | undefined;
}

/** IMDS issued a certificate to a managed identity, or gave one again. */
export interface CertificateIssued {
  readonly name: 'certificate.issued';
  /** GUID of the tenant. */
  readonly tenantId: string;
  /** Client id of the identity. */
  readonly clientId: string;
  /** `x5t#S256` */
  readonly thumbprint: string;
  /** Whether it was made now, or before for the same request. */
  readonly source: 'new' | 'kept';
  /** Whether the request said `bypass_cache=true`. */
  readonly bypassCache: boolean;
  /** `jti` of the attestation token that came with the request. */
  readonly attestation?: string | undefined;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** The attestation service signed what it can say of a key. */
export interface KeyAttested {
  readonly name: 'key.attested';
  /** Id of the key: lower-case hexadecimal SHA-256 of its SPKI. */
  readonly keyId: string;
  /** Client id of the identity that will use the key. */
  readonly clientId: string;
}

/** A request to IMDS or App Service was refused before the token service was asked. */
export interface IdentityRequestRefused {
  readonly name: 'identity.refused';
  /** The service that the request went to: `imds` or `app-service`. */
  readonly service: string;
  /** Name of the row in docs/identity-endpoints.md. */
  readonly reason: string;
}

/** The next signing key took over. */
export interface KeyRotated {
  readonly name: 'key.rotated';
  /** Key id of the key that signs now. */
  readonly current: string;
  /** Key id of the key that is published and will sign next. */
  readonly next: string;
  /** Key ids that are still published for their tokens, latest first. */
  readonly retired: readonly string[];
}

/** Somebody, a token, a key or a certificate was revoked. */
export interface RevocationAdded {
  readonly name: 'revocation.added';
  /** Cursor of the entry. */
  readonly id: string;
  /** What was revoked. */
  readonly kind: 'user' | 'application' | 'identity' | 'uti' | 'jkt' | 'x5t' | 'attestation';
  /**
   * Object id of a user or an identity, client id of an application, `uti`, or the SHA-256 thumbprint in base64url; of an attestation its
   * id, or the id of the key.
   */
  readonly value: string;
  /** Epoch seconds: tokens up to this second are revoked. */
  readonly revokedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** An injected fault hit a request. */
export interface FaultApplied {
  readonly name: 'fault.applied';
  /** The service that the request went to. */
  readonly service: string;
  /** The id that the admin API gave the fault. */
  readonly faultId: string;
  /** Requests that it will still hit; absent when there is no limit. */
  readonly remaining?: number | undefined;
}

/** Faults were injected or taken away. */
export interface FaultsChanged {
  readonly name: 'faults.changed';
  /** How many faults are waiting now. */
  readonly active: number;
}

/** A mistake of ours: something threw that nobody expected. */
export interface RequestFailed {
  readonly name: 'request.failed';
  /** The service that the request went to. */
  readonly service: string;
  /** The one that the client got with its error. */
  readonly traceId: string;
  /** Class of what was thrown; never its message, which may quote the request. */
  readonly errorName: string;
}

/**
 * What the authority tells whoever watches. No event ever carries a token, a secret, an assertion or a key.
 */
export type AuthorityEvent =
  | TokenIssued
  | TokenRequestRefused
  | UserSignedIn
  | CodeIssued
  | SignInRefused
  | IdentityRequestRefused
  | CertificateIssued
  | KeyAttested
  | KeyRotated
  | RevocationAdded
  | FaultApplied
  | FaultsChanged
  | RequestFailed;
