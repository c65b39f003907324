import type { JsonObject, JwsAlgorithm } from '@holdfast/core';

/** One issuer whose access tokens an API accepts. */
export interface IssuerOptions {
  /** The exact `iss`, or a template in which `{tenantid}` stands for the token's `tid`. */
  readonly issuer: string;
  /** Address of its JWK Set, https. @default none; exactly one of `jwksUri` and `jwks` is given */
  readonly jwksUri?: string | undefined;
  /** Its JWK Set itself, for offline validation. @default none; exactly one of `jwksUri` and `jwks` is given */
  readonly jwks?: JsonObject | undefined;
  /**
   * Which tenants may call: a list of GUIDs, or `'any'` tenant of the authority.
   *
   * @default no tenant is looked at; required for a template
   */
  readonly tenants?: 'any' | readonly string[] | undefined;
  /** What its tokens may be signed with. @default `['RS256']` */
  readonly algorithms?: readonly JwsAlgorithm[] | undefined;
  /** What its keys carry as `issuer` member, where that is not the issuer itself (Entra's v1 tokens). @default `issuer` */
  readonly keyIssuer?: string | undefined;
}
