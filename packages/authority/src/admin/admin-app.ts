import { decodeUtf8, parseStrictJsonObject } from '@holdfast/core';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Counters } from '../counters/counters.ts';
import { AdminRefused } from '../errors/admin-refused.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import { serverSettings } from '../listening/server-settings.ts';
import type { KeyRotation } from '../signing/signing-keys.ts';
import { answerError } from './answer-error.ts';
import { buildDirectoryView } from './directory-view.ts';
import type { EventStreams } from './event-stream.ts';
import { checkAdminRequest } from './guard.ts';
import { parseFault } from './parse-fault.ts';
import { readCursor, readObject } from './read-request.ts';
import { addRevocationRoutes, type RevocationParts } from './revocation-routes.ts';
import { addSessionRoutes, type SessionParts } from './session-routes.ts';

/** What the admin service is made from. */
export interface AdminParts extends RevocationParts, SessionParts {
  readonly adminKey: string;
  /** Known once the service listens: the Host header must name it. */
  readonly port: () => number;
  readonly counters: Counters;
  readonly streams: EventStreams;
  readonly faults: FaultBook;
  readonly rotateKeys: () => Promise<KeyRotation>;
}

const service = 'admin';

/** Makes the request handler of the admin service. It does not listen. */
export async function createAdminApp(parts: AdminParts): Promise<FastifyInstance> {
  const app = fastify({ ...serverSettings, exposeHeadRoutes: false, frameworkErrors: answerError });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => answerError(new AdminRefused('ERR_ADMIN_ROUTE'), request, reply));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) =>
    parseStrictJsonObject(decodeUtf8(body)),
  );
  app.addHook('onRequest', async (request, reply) => {
    checkAdminRequest(request.headers, { adminKey: parts.adminKey, port: parts.port() });
    parts.counters.count(service, `${request.method} ${request.routeOptions.url ?? 'unmatched'}`);
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });
  registerRoutes(app, parts);
  await app.ready();
  return app;
}

function registerRoutes(app: FastifyInstance, parts: AdminParts): void {
  app.get('/counters', async () => ({
    services: parts.counters.read(),
    revocations: { live: parts.revocations.size, streams: parts.revocationStreams.size },
  }));
  app.get('/directory', async () => buildDirectoryView(parts.directory));
  app.get('/events', async (request, reply) => {
    // Opened first: until then a refusal can still be answered.
    parts.streams.open(reply.raw, readCursor(request));
    return reply.hijack();
  });
  app.post('/faults', async (request, reply) => {
    const id = parts.faults.add(parseFault(readObject(request)));
    if (id === undefined) throw new AdminRefused('ERR_ADMIN_FULL', 'faults');
    parts.publish({ name: 'faults.changed', active: parts.faults.size });
    return reply.code(201).send({ id });
  });
  app.delete('/faults', async (_request, reply) => {
    parts.faults.clear();
    parts.publish({ name: 'faults.changed', active: 0 });
    return reply.code(204).send();
  });
  app.post('/keys/rotate', async () => parts.rotateKeys());
  addRevocationRoutes(app, parts);
  addSessionRoutes(app, parts);
}
