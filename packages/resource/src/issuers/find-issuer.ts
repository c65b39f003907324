import { isGuid, type JsonObject } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';
import { fillTenant, type TrustedIssuer } from './trusted-issuer.ts';

/** The issuer of a token, and the tenant it speaks for. Nothing is verified yet: both only say which key to look for. */
export interface ClaimedIssuer {
  readonly trusted: TrustedIssuer;
  readonly tenant: string | undefined;
}

const guidInside = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/**
 * Finds the trusted issuer that a token names, by the exact text of `iss`: no prefix, no list, no letter case.
 *
 * @see RFC 8725 section 3.8; RFC 9207 section 2.4 (simple string comparison)
 */
export function findIssuer(claims: JsonObject, issuers: readonly TrustedIssuer[]): ClaimedIssuer {
  const { iss, tid } = claims;
  if (tid !== undefined && !isGuid(tid)) throw new Refused('ERR_ISSUER_TENANT', { detail: 'tid' });
  const trusted = typeof iss === 'string' ? issuers.find((one) => fillTenant(one.issuer, tid) === iss) : undefined;
  if (typeof iss !== 'string' || trusted === undefined) throw new Refused('ERR_ISSUER_UNKNOWN');
  // An issuer that names one tenant cannot speak for another.
  const named = guidInside.exec(iss)?.[0];
  if (tid !== undefined && named !== undefined && named !== tid) throw new Refused('ERR_ISSUER_TENANT');
  if (!isAccepted(trusted.tenants, tid)) throw new Refused('ERR_ISSUER_TENANT');
  return { trusted, tenant: tid };
}

function isAccepted(tenants: TrustedIssuer['tenants'], tenant: string | undefined): boolean {
  if (tenants === undefined) return true;
  return tenant !== undefined && (tenants === 'any' || tenants.has(tenant));
}
