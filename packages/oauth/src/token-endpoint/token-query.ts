import type { JsonObject } from '@holdfast/core';
import type { AuthorizationScheme } from '../scheme/authorization-scheme.ts';

/** One question to a token endpoint or another source of tokens, complete and checked. */
export interface TokenQuery {
  /** GUID or domain; absent where the source knows of none. */
  readonly tenant?: string | undefined;
  readonly scopes: readonly string[];
  readonly scheme: AuthorizationScheme;
  /** A claims request; capabilities are added to it. */
  readonly claims?: JsonObject | undefined;
  /** SHA-256 of the token that was refused, in lower-case hex, for a source that is told. */
  readonly tokenHash?: string | undefined;
  readonly correlationId: string;
}

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
