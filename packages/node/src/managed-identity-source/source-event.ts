import type { SourceName } from './source-description.ts';

/** A source, or IMDS where it was asked for a certificate, gave no answer that counts, and is asked again when the pause is over. */
export interface ManagedIdentityRetried {
  readonly name: 'managed-identity.retried';
  /** Who is asked. */
  readonly source: SourceName | 'imds-v2';
  /** How many answers did not count; 1 for the first. */
  readonly attempt: number;
  /** How long the pause is, in milliseconds. */
  readonly delayMs: number;
  /** HTTP status of the answer; absent where none came in time. */
  readonly status?: number | undefined;
  /** Names the call that is waiting; absent where the answer is for several. */
  readonly correlationId?: string | undefined;
}

/** How it went with a source that has no certificates; once for each question, however often it was asked. */
export interface ManagedIdentityOutcome {
  readonly name: 'credential.outcome';
  /** Who was asked. */
  readonly source: SourceName;
  /** What for. */
  readonly tokenType: 'Bearer';
  /** Whether it was told which token was refused, so that its cache lets go of it. */
  readonly bypassCache: boolean;
  /** There is no key. */
  readonly keyType?: undefined;
  /**
   * `success`: a token, at the first attempt. `not-found`: it knows no such identity, or nobody answers there that is such a source.
   * `retry-succeeded`, `retry-failed`: it was asked again, and this came of it. Another failure has no outcome.
   */
  readonly outcome: 'success' | 'retry-succeeded' | 'retry-failed' | 'not-found';
  /** The error's code, where it failed; `ERR_UNKNOWN` for an error that is not ours. */
  readonly code?: string | undefined;
}

/** What sources of managed identities tell. No event holds a token, a secret, a hash, or text that came over the network. */
export type ManagedIdentitySourceEvent = ManagedIdentityRetried | ManagedIdentityOutcome;
