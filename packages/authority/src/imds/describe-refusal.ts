import { buildErrorReply } from '../errors/error-reply.ts';
import { IdentityRefused } from '../errors/identity-refused.ts';
import { gatherCircumstances } from '../identity-requests/error-circumstances.ts';
import type { RefusedRequest } from '../identity-requests/identity-endpoint.ts';
import { imdsVersions } from './imds-versions.ts';

/**
 * Writes a refusal as IMDS does: its own in two members, and what the token service said in the words of the token service.
 *
 * Clients look for the region of the machine with a version of their own, and take one from `newest-versions` when that is not known.
 */
export function describeImdsRefusal(refused: RefusedRequest): object {
  const { refusal } = refused;
  if (!(refusal instanceof IdentityRefused)) return buildErrorReply(refusal, gatherCircumstances(refused));
  const { error, text } = refusal.row;
  const isVersion = refusal.reason === 'versionMissing' || refusal.reason === 'versionUnknown';
  return {
    error,
    error_description: text.replace('{name}', refusal.word),
    ...(isVersion ? { 'newest-versions': [...imdsVersions].reverse() } : {}),
  };
}
