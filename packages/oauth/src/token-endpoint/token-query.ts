import type { JsonObject } from '@holdfast/core';
import type { RefreshReason } from '../events/token-event.ts';
import type { AuthorizationScheme } from '../scheme/authorization-scheme.ts';

/** One question to a token endpoint or another source of tokens, complete and checked. */
export interface TokenQuery {
  /** GUID or domain; absent where the source knows of none. */
  readonly tenant?: string | undefined;
  /** What the token is for. */
  readonly scopes: readonly string[];
  /** How the token is bound, and to what. */
  readonly scheme: AuthorizationScheme;
  /** A claims request; capabilities are added to it. */
  readonly claims?: JsonObject | undefined;
  /** SHA-256 of the token that was refused, in lower-case hex, for a source that is told. */
  readonly tokenHash?: string | undefined;
  /** Names the request in the logs of whoever is asked. */
  readonly correlationId: string;
  /** Why it is asked. @default unsaid */
  readonly reason?: RefreshReason | undefined;
}

/** Makes headers that go out beside those of every token request; where it goes is known by then. */
export type TokenRequestHeaders = (query: TokenQuery, tokenEndpoint: string) => Readonly<Record<string, string>>;

/** A token response that passed every check. */
export interface TokenReply {
  /** The access token, as it is sent. */
  readonly accessToken: string;
  /** How long it lives from now, in whole seconds. */
  readonly expiresInSeconds: number;
  /** When a new one should be asked for, in whole seconds from now. @default unsaid: shortly before it expires */
  readonly refreshInSeconds?: number | undefined;
  /** Scopes that were granted. @default unsaid by the reply */
  readonly scopes?: readonly string[] | undefined;
}

/** Asks the authority, or another source of tokens, once; the signal ends the wait. */
export type TokenRequester = (query: TokenQuery, signal: AbortSignal) => Promise<TokenReply>;
