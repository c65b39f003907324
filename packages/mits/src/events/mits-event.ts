import type { MitsErrorCode } from '../errors/catalog.ts';

/** Where a token came from: the authority just now, what the cluster shares, or the memory of this process while the store is out of reach. */
export type ServedFrom = 'authority' | 'cluster' | 'memory';

/** A caller was given a token. */
export interface TokenServed {
  readonly name: 'token.served';
  /** Whose secret was sent. */
  readonly caller: string;
  /** Which identity the token is issued to. */
  readonly identity: string;
  /** Where it came from. */
  readonly from: ServedFrom;
  /** Whether the caller named a token that an API had refused. */
  readonly namedRefused: boolean;
  /** What the caller waited, in milliseconds. */
  readonly tookMs: number;
  /** Names the request: what the caller called it, if that was a GUID. */
  readonly correlationId: string;
}

/** A request was answered with an error. */
export interface RequestRefused {
  readonly name: 'request.refused';
  /** Why. */
  readonly code: MitsErrorCode;
  /** HTTP status of the answer. */
  readonly status: number;
  /** Whose secret was sent; absent where none was that counts. */
  readonly caller?: string | undefined;
  /** Names the request, in the answer too. */
  readonly correlationId: string;
}

/** The authority was asked; one event for each call. */
export interface UpstreamAsked {
  readonly name: 'upstream.asked';
  /** For which identity. */
  readonly identity: string;
  /** There was none, it was due, or an API had refused it. */
  readonly reason: 'missing' | 'due' | 'refused';
  /** What came of it; `superseded`: another process was quicker, and its token counts. */
  readonly outcome: 'published' | 'superseded' | 'unshared' | 'failed';
  /** Why it failed. */
  readonly code?: MitsErrorCode | undefined;
  /** What it took, in milliseconds. */
  readonly tookMs: number;
}

/** The shared store did not answer, or with something else than it should. */
export interface StoreFailed {
  readonly name: 'store.failed';
  /** Which verb. */
  readonly operation: 'claim' | 'renew' | 'publish' | 'giveUp';
}

/** What a token service tells; never a token, a hash, a secret or a header. */
export type MitsEvent = TokenServed | RequestRefused | UpstreamAsked | StoreFailed;
