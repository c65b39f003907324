import { buildErrorReply } from '../errors/error-reply.ts';
import type { IdentityRefusal } from '../errors/identity-refusals.ts';
import { IdentityRefused } from '../errors/identity-refused.ts';
import { gatherCircumstances } from '../identity-requests/error-circumstances.ts';
import type { RefusedRequest } from '../identity-requests/identity-endpoint.ts';

/** Writes a refusal as App Service does: status, message and the id of the exchange. */
export function describeAppServiceRefusal(refused: RefusedRequest): object {
  const { refusal } = refused;
  const circumstances = gatherCircumstances(refused);
  const { status: statusCode } = refusal.row;
  return { statusCode, message: messageOf(refused, circumstances), correlationId: circumstances.correlationId };
}

function messageOf({ refusal }: RefusedRequest, circumstances: Parameters<typeof buildErrorReply>[1]): string {
  if (!(refusal instanceof IdentityRefused)) return buildErrorReply(refusal, circumstances).error_description;
  const { appService, text }: IdentityRefusal = refusal.row;
  return (appService ?? text).replace('{name}', refusal.word);
}
