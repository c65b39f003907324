import type { JsonObject } from '@holdfast/core';
import type { FastifyRequest } from 'fastify';
import { AdminRefused } from '../errors/admin-refused.ts';

/**
 * Returns the JSON body of a request.
 *
 * @throws {@link AdminRefused} `ERR_ADMIN_REQUEST`
 */
export function readObject(request: FastifyRequest): JsonObject {
  if (request.body === undefined || request.body === null) throw new AdminRefused('ERR_ADMIN_REQUEST', 'no JSON body');
  return request.body as JsonObject;
}

/** Finds the cursor from which a reader of events wants to go on. An empty one is none, as in an event stream. */
export function readCursor(request: FastifyRequest): string | undefined {
  const asked = request.headers['last-event-id'] ?? (request.query as Readonly<Record<string, unknown>>)['cursor'];
  return typeof asked === 'string' && asked !== '' ? asked : undefined;
}
