/** A token was signed and sent. */
export interface TokenIssued {
  readonly name: 'token.issued';
  readonly tenantId: string;
  readonly clientId: string;
  /** Application ID URI of the API. */
  readonly resource: string;
  readonly grant: string;
  readonly scheme: 'bearer' | 'pop';
  /** RFC 7638 thumbprint of the key the token is bound to. */
  readonly boundTo?: string | undefined;
  readonly uti: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** A token request was refused. */
export interface TokenRequestRefused {
  readonly name: 'token.refused';
  /** OAuth error. */
  readonly error: string;
  /** AADSTS number. */
  readonly code: number;
  /** Name of the row in docs/aadsts.md. */
  readonly reason: string;
}

/** The next signing key took over. */
export interface KeyRotated {
  readonly name: 'key.rotated';
  readonly current: string;
  readonly next: string;
  readonly retired: readonly string[];
}

/** An injected fault hit a request. */
export interface FaultApplied {
  readonly name: 'fault.applied';
  readonly service: string;
  readonly faultId: string;
  /** Requests that it will still hit; absent when there is no limit. */
  readonly remaining?: number | undefined;
}

/** Faults were injected or taken away. */
export interface FaultsChanged {
  readonly name: 'faults.changed';
  readonly active: number;
}

/** A mistake of ours: something threw that nobody expected. */
export interface RequestFailed {
  readonly name: 'request.failed';
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
  | KeyRotated
  | FaultApplied
  | FaultsChanged
  | RequestFailed;
