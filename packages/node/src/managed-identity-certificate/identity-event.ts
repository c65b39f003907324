import type { KeyStrength } from '../machine-key/key-strength.ts';

/** Why a certificate was asked for: there was none; half of its life is over; an API raised claims; the authority refused the one before. */
export type MintReason = 'first' | 'renewal' | 'claims' | 'remediation';

/** What became of a credential, in words that telemetry of MSAL has too: `Success`, `Retry Succeeded`, `Retry Failed`, `Not found`. */
export type CredentialOutcome = 'success' | 'retry-succeeded' | 'retry-failed' | 'not-found';

/** IMDS gave a certificate. */
export interface IdentityCredentialIssued {
  readonly name: 'credential.issued';
  /** Where it comes from. */
  readonly source: 'imds-v2';
  /** Why it was asked for. */
  readonly reason: MintReason;
  /** Whether IMDS was told to pass over its own cache. */
  readonly bypassCache: boolean;
  /** How well its key is kept. */
  readonly keyType: KeyStrength;
  /** Whether the key was attested. */
  readonly isAttested: boolean;
  /** SHA-256 thumbprint. */
  readonly x5tS256: string;
  /** SHA-256 thumbprint of the one that it replaces; absent for the first. */
  readonly previousX5tS256?: string | undefined;
  /** The last second of its life, in epoch seconds. */
  readonly notAfter: number;
  /** Whether it lives long enough to be kept for further tokens. */
  readonly isKept: boolean;
  /** What it took, from the first request to the checked certificate, in milliseconds. */
  readonly tookMs: number;
}

/** How it went with a credential; once for each token request that was answered, and once for each that found no credential. */
export interface IdentityCredentialOutcome {
  readonly name: 'credential.outcome';
  /** Where it comes from. */
  readonly source: 'imds-v2';
  /** What the credential was wanted for. */
  readonly tokenType: 'mtls_pop' | 'Bearer';
  /** Whether the last certificate was asked for past the cache of IMDS. */
  readonly bypassCache: boolean;
  /** How well its key is kept; absent where there was no key. */
  readonly keyType?: KeyStrength | undefined;
  /** What became of it. */
  readonly outcome: CredentialOutcome;
  /** The error's code, where it failed; `ERR_UNKNOWN` for an error that is not ours. */
  readonly code?: string | undefined;
}

/** The authority refused the certificate; another is asked for when the pause is over. */
export interface IdentityCredentialRetried {
  readonly name: 'credential.retried';
  /** Where it comes from. */
  readonly source: 'imds-v2';
  /** How many certificates in a row were refused; 1 for the first. */
  readonly attempt: number;
  /** How long the pause is, in milliseconds. */
  readonly delayMs: number;
  /** SHA-256 thumbprint of the one that was refused. */
  readonly x5tS256: string;
  /** The code of the refusal. */
  readonly code: string;
  /** AADSTS numbers, where the authority gave any. */
  readonly errorCodes: readonly number[];
  /** Names the call that met the refusal first. */
  readonly correlationId: string;
}

/** The key of this machine was made; told by the first identity that uses it, and not of a key that was there before. */
export interface MachineKeyGenerated {
  readonly name: 'key.generated';
  /** How well it is kept. */
  readonly keyType: KeyStrength;
  /** What making it took, in milliseconds. */
  readonly tookMs: number;
}

/** A renewal in the background failed; the certificate of the moment goes on being used. */
export interface IdentityCredentialRenewalFailed {
  readonly name: 'credential.renewal-failed';
  /** Where it comes from. */
  readonly source: 'imds-v2';
  /** The error's code, or `ERR_UNKNOWN` for an error that is not ours. */
  readonly code: string;
  /** SHA-256 thumbprint of the certificate that is kept. */
  readonly x5tS256: string;
}

/** The directory of certificates cannot be used; this process goes on without it. */
export interface IdentityCredentialStoreFailed {
  readonly name: 'credential.store-failed';
  /** What failed. `content`: something was read, and it is no certificate that may be used. */
  readonly operation: 'read' | 'content' | 'write' | 'lock';
  /** Code of the system's error, such as `EACCES`. @default none, as for `content` */
  readonly code?: string | undefined;
}

/** What the certificate of a managed identity tells. No event holds a token, a key, or text that came over the network. */
export type IdentityCertificateEvent =
  | IdentityCredentialIssued
  | IdentityCredentialOutcome
  | IdentityCredentialRetried
  | IdentityCredentialRenewalFailed
  | IdentityCredentialStoreFailed
  | MachineKeyGenerated;
