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
  /** The access token, as it is sent. */
  readonly accessToken: string;
  /** How long it lives from now, in whole seconds. */
  readonly expiresInSeconds: number;
  /** When a new one should be asked for, in whole seconds from now. @default unsaid: shortly before it expires */
  readonly refreshInSeconds?: number | undefined;
  /** Scopes that were granted. @default unsaid by the reply */
  readonly scopes?: readonly string[] | undefined;
}
