import { randomUUID } from 'node:crypto';
import { isGuid } from '@holdfast/core';
import type { ErrorCircumstances } from '../errors/error-reply.ts';
import type { RefusedRequest } from './identity-endpoint.ts';

/** Gathers what an error reply is told with. The id of the exchange is the client's own when it is a GUID; nothing else is repeated. */
export function gatherCircumstances({ request, at, origin }: RefusedRequest): ErrorCircumstances {
  const named = request.headers['x-ms-client-request-id'];
  const correlationId = typeof named === 'string' && isGuid(named.toLowerCase()) ? named : randomUUID();
  return { at, traceId: request.id, correlationId, origin };
}
