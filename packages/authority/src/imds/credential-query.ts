import type { FastifyRequest } from 'fastify';
import { IdentityRefused } from '../errors/identity-refused.ts';
import { type IdentityQuery, readQuery } from '../identity-requests/read-query.ts';

// Version 1 calls a resource id so. Here it is `mi_res_id`, and the platform refuses the other.
const otherNames = ['msiresid'] as const;

/**
 * Reads the query of a request to version 2 of IMDS.
 *
 * @throws {@link IdentityRefused} `metadataMissing`, `queryMalformed`, `parameterRepeated`, `variableUnsupported`,
 *   `credentialVersionMissing`, `credentialVersionUnknown`
 */
export function readCredentialQuery({ headers, url }: FastifyRequest): IdentityQuery {
  if (headers['metadata'] !== 'true') throw new IdentityRefused('metadataMissing');
  const query = readQuery(url, otherNames);
  const version = query.get('credapiversion') ?? '';
  if (version === '') throw new IdentityRefused('credentialVersionMissing');
  if (version !== '2.0') throw new IdentityRefused('credentialVersionUnknown');
  return query;
}

/**
 * Reads whether a certificate must be a new one.
 *
 * @throws {@link IdentityRefused} `bypassCacheWrong`: whoever wants a new one must not get an old one for a slip of the pen
 */
export function readBypassCache(query: IdentityQuery): boolean {
  const asked = query.get('bypasscache')?.toLowerCase() ?? 'false';
  if (asked !== 'true' && asked !== 'false') throw new IdentityRefused('bypassCacheWrong');
  return asked === 'true';
}
