import { type Confirmation, HoldfastError, type JsonObject, parseCnf } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';

/**
 * Reads `cnf` from the claims of a verified token. A `cnf` that is there and cannot be enforced whole is refused, under every policy:
 * to skip it would make a bearer token of a bound one.
 *
 * @see RFC 7800 section 3.1
 */
export async function readConfirmation(claims: JsonObject): Promise<Confirmation | undefined> {
  if (!Object.hasOwn(claims, 'cnf')) return undefined;
  try {
    return await parseCnf(claims['cnf']);
  } catch (cause) {
    throw new Refused('ERR_BINDING_CNF', { detail: cause instanceof HoldfastError ? cause.code : undefined, cause });
  }
}
