import type { JsonObject } from '@holdfast/core';
import type { Authority } from '../metadata/authority.ts';
import type { AuthorizationScheme } from '../scheme/authorization-scheme.ts';

/** One question to a token endpoint, complete and checked. */
export interface TokenQuery {
  readonly authority: Authority;
  readonly scopes: readonly string[];
  readonly scheme: AuthorizationScheme;
  /** A claims request; capabilities are added to it. */
  readonly claims?: JsonObject | undefined;
  readonly correlationId: string;
}

/** A token response that passed every check. */
export interface TokenReply {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshInSeconds?: number | undefined;
  /** Scopes that were granted, where the reply tells. */
  readonly scopes?: readonly string[] | undefined;
}
