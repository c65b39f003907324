import type { RefreshReason } from '@holdfast/oauth';
import type { TokenOrigin } from '../request/token-result.ts';

/** Which token an event is about; whose it is stays out of events. */
export interface TokenSubject {
  /** Whether it is bound. */
  readonly scheme: 'pop' | 'bearer';
  /** The scopes it was asked for with. */
  readonly scopes: readonly string[];
  /** Names the call. */
  readonly correlationId: string;
  /** What the caller waited, in milliseconds. */
  readonly tookMs: number;
}

/** A caller got a token; or a refresh in the background did (`proactive`). */
export interface TokenAcquired extends TokenSubject {
  readonly name: 'token.acquired';
  /** Where it came from. */
  readonly source: TokenOrigin;
  /** RFC 7638 thumbprint of the key it is bound to; public. */
  readonly bindingThumbprint?: string | undefined;
  /** Why the authority was asked; absent when it was not. */
  readonly refreshReason?: RefreshReason | undefined;
}

/** A request for a token failed; one event for all callers who shared it. */
export interface TokenFailed extends TokenSubject {
  readonly name: 'token.failed';
  /** The error's code, or `ERR_UNKNOWN` for an error that is not ours. */
  readonly code: string;
  /** Why the authority was asked. */
  readonly refreshReason: RefreshReason;
}

/** A proof key was made; most are made before anybody waits for them. */
export interface KeyGenerated {
  readonly name: 'key.generated';
  /** What making it took, in milliseconds. */
  readonly tookMs: number;
}

/** The browser's storage cannot be used; the page goes on in memory, and loses what it has when it is left. */
export interface VaultUnavailable {
  readonly name: 'vault.unavailable';
  /** What failed: private mode and blocked storage fail at `open`, a full disk at `write`. */
  readonly operation: 'open' | 'read' | 'write';
}

/** Something in storage was not what this client left there; it was thrown away, and is asked for anew. */
export interface RecordRefused {
  readonly name: 'vault.record-refused';
  /** What was wrong: its form, whose it is, the key pair, or that the token is not bound to that key. */
  readonly reason: 'shape' | 'owner' | 'key' | 'binding';
}

/** Somebody signed in, or out; here, or in another tab. */
export interface AccountsChanged {
  readonly name: 'accounts.changed';
  /** What happened. */
  readonly change: 'signed-in' | 'signed-out';
  /** Whether another tab did it. */
  readonly elsewhere: boolean;
}

/** Everything a client tells its sink. No event holds a token, a key, a nonce, a header value or who somebody is. */
export type BrowserEvent =
  | TokenAcquired
  | TokenFailed
  | KeyGenerated
  | VaultUnavailable
  | RecordRefused
  | AccountsChanged;
