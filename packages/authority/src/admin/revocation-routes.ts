import type { EventSink } from '@holdfast/core';
import type { FastifyInstance } from 'fastify';
import type { Directory } from '../directory/directory.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import type { RevocationBook } from '../revocation/revocation-book.ts';
import { parseRevocation } from './parse-revocation.ts';
import { readCursor, readObject } from './read-request.ts';
import type { RevocationStreams } from './revocation-stream.ts';

/** What the routes of revocations are made from. */
export interface RevocationParts {
  readonly directory: Directory;
  readonly revocations: RevocationBook;
  readonly revocationStreams: RevocationStreams;
  readonly publish: EventSink<AuthorityEvent>;
}

/** Adds the routes that revoke, and that tell resources what is revoked. */
export function addRevocationRoutes(app: FastifyInstance, parts: RevocationParts): void {
  const { directory, revocations, revocationStreams, publish } = parts;
  app.post('/revoke', async (request, reply) => {
    const entry = await revocations.add(parseRevocation(readObject(request), directory));
    const { id, kind, value, revokedAt, expiresAt } = entry;
    publish({ name: 'revocation.added', id, kind, value, revokedAt, expiresAt });
    return reply.code(201).send(entry);
  });
  app.get('/revocations', async (request, reply) => {
    // Opened first: until then a refusal can still be answered.
    revocationStreams.open(reply.raw, readCursor(request));
    return reply.hijack();
  });
}
