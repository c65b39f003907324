import { type CompactJws, type JwsAlgorithm, KeyUnusable, type VerificationKey } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';
import { isPromise, whenThere } from '../flow/when-there.ts';
import type { ClaimedIssuer } from './find-issuer.ts';
import { fillTenant, type IssuerKey } from './trusted-issuer.ts';

/**
 * Finds the key that the token names, among the keys of its issuer only, ready for the token's algorithm.
 *
 * A token without `kid` is refused rather than tried against every key. Entra publishes the keys of many tenants in one set and
 * marks each with the issuer it signs for; that mark must agree with the token's tenant.
 *
 * @see RFC 8725 section 3.1 and 3.8
 */
export function findKey(jws: CompactJws, issuer: ClaimedIssuer): VerificationKey | Promise<VerificationKey> {
  const { alg, kid } = jws.header;
  const { trusted } = issuer;
  if (!trusted.algorithms.has(alg)) throw new Refused('ERR_TOKEN_ALGORITHM');
  if (kid === undefined || kid === '') throw new Refused('ERR_ISSUER_KEY_UNKNOWN', { detail: 'no kid' });
  const found = trusted.keys.find(kid);
  return whenThere(found, (key) => makeReady(key, alg, issuer));
}

function makeReady(
  key: IssuerKey | undefined,
  alg: JwsAlgorithm,
  { trusted, tenant }: ClaimedIssuer,
): VerificationKey | Promise<VerificationKey> {
  if (key === undefined) throw new Refused('ERR_ISSUER_KEY_UNKNOWN');
  if (key.issuer !== undefined && fillTenant(key.issuer, tenant) !== fillTenant(trusted.keyIssuer, tenant)) {
    throw new Refused('ERR_ISSUER_KEY_FOREIGN');
  }
  const ready = key.ready(alg);
  if (!isPromise(ready)) return ready;
  return ready.catch((cause: unknown): never => {
    throw cause instanceof KeyUnusable ? new Refused('ERR_TOKEN_ALGORITHM', { cause }) : cause;
  });
}
