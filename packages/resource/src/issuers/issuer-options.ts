import type { JsonObject, JwsAlgorithm } from '@holdfast/core';

/** One issuer whose access tokens an API accepts. */
export interface IssuerOptions {
  /** The exact `iss`, or a template in which `{tenantid}` stands for the token's `tid`. */
  readonly issuer: string;
  /** Address of its JWK Set, https. Give this or `jwks`. */
  readonly jwksUri?: string | undefined;
  /** Its JWK Set itself, for offline validation. */
  readonly jwks?: JsonObject | undefined;
  /** Which tenants may call: a list of GUIDs, or `'any'` tenant of the authority. Required for a template. */
  readonly tenants?: 'any' | readonly string[] | undefined;
  /** `['RS256']` unless told. */
  readonly algorithms?: readonly JwsAlgorithm[] | undefined;
  /** What its keys carry as `issuer` member, where that is not the issuer itself (Entra's v1 tokens). */
  readonly keyIssuer?: string | undefined;
}
