import { type CompactJws, KeyUnusable, type VerificationKey } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';
import type { ClaimedIssuer } from './find-issuer.ts';
import { fillTenant } from './trusted-issuer.ts';

/**
 * Finds the key that the token names, among the keys of its issuer only, ready for the token's algorithm.
 *
 * A token without `kid` is refused rather than tried against every key. Entra publishes the keys of many tenants in one set and
 * marks each with the issuer it signs for; that mark must agree with the token's tenant.
 *
 * @see RFC 8725 section 3.1 and 3.8
 */
export async function findKey(jws: CompactJws, { trusted, tenant }: ClaimedIssuer): Promise<VerificationKey> {
  const { alg, kid } = jws.header;
  if (!trusted.algorithms.has(alg)) throw new Refused('ERR_TOKEN_ALGORITHM');
  if (kid === undefined || kid === '') throw new Refused('ERR_ISSUER_KEY_UNKNOWN', { detail: 'no kid' });
  const key = await trusted.keys.find(kid);
  if (key === undefined) throw new Refused('ERR_ISSUER_KEY_UNKNOWN');
  if (key.issuer !== undefined && fillTenant(key.issuer, tenant) !== fillTenant(trusted.keyIssuer, tenant)) {
    throw new Refused('ERR_ISSUER_KEY_FOREIGN');
  }
  return key.ready(alg).catch((cause: unknown): never => {
    throw cause instanceof KeyUnusable ? new Refused('ERR_TOKEN_ALGORITHM', { cause }) : cause;
  });
}
