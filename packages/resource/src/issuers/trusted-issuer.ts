import type { JwsAlgorithm, VerificationKey } from '@holdfast/core';

/** A key of an issuer, found by `kid`. */
export interface IssuerKey {
  /** Entra's `issuer` member of the JWK: the issuer, or template, whose tokens this key signs. */
  readonly issuer: string | undefined;
  /** Gives the key ready for one algorithm, at once if it was asked for before. @throws KeyUnusable when it does not fit */
  ready(alg: JwsAlgorithm): VerificationKey | Promise<VerificationKey>;
}

/** Where the keys of one issuer come from: its configuration, never a token. */
export interface IssuerKeys {
  /** At once where the keys are there. */
  find(kid: string): IssuerKey | undefined | Promise<IssuerKey | undefined>;
}

/** An issuer as configured, with no questions left. */
export interface TrustedIssuer {
  /** The exact `iss`, or its template with `{tenantid}`. */
  readonly issuer: string;
  /** The value, or template, that the `issuer` member of its keys must have. */
  readonly keyIssuer: string;
  /** `undefined` where the issuer is exact and knows no tenants. */
  readonly tenants: 'any' | ReadonlySet<string> | undefined;
  readonly algorithms: ReadonlySet<JwsAlgorithm>;
  readonly keys: IssuerKeys;
}

const placeholder = '{tenantid}';

/** Tells whether an issuer is a template. */
export function isIssuerTemplate(issuer: string): boolean {
  return issuer.includes(placeholder);
}

/** Puts a tenant into an issuer template; an exact issuer stays as it is, and a template without tenant names nobody. */
export function fillTenant(issuer: string, tenant: string | undefined): string | undefined {
  if (!isIssuerTemplate(issuer)) return issuer;
  return tenant === undefined ? undefined : issuer.replace(placeholder, tenant);
}
