import type { EventSink, JsonObject } from '@holdfast/core';
import type { FastifyInstance } from 'fastify';
import type { Directory, User } from '../directory/directory.ts';
import { AdminRefused } from '../errors/admin-refused.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import type { Sessions } from '../sessions/sign-in.ts';
import { readObject } from './read-request.ts';

/** What the route of sessions is made from. */
export interface SessionParts {
  readonly directory: Directory;
  readonly sessions: Pick<Sessions, 'create'>;
  readonly publish: EventSink<AuthorityEvent>;
}

/** Adds the route that signs somebody in without a page: for tests that need a session, and are not about signing in. */
export function addSessionRoutes(app: FastifyInstance, { directory, sessions, publish }: SessionParts): void {
  app.post('/sessions', async (request, reply) => {
    const user = parseUser(readObject(request), directory);
    const { signIn, cookie } = sessions.create({ user });
    const { tenantId, objectId } = user;
    publish({ name: 'user.signed-in', tenantId, objectId, method: 'admin', authenticationContexts: [] });
    const { name, value, expiresAt, line } = cookie;
    return reply.code(201).send({ sessionId: signIn.sessionId, name, value, expiresAt, setCookie: line });
  });
}

function parseUser({ username, ...others }: JsonObject, directory: Directory): User {
  if (typeof username !== 'string' || Object.keys(others).length > 0) {
    throw new AdminRefused('ERR_ADMIN_REQUEST', 'username, and nothing else');
  }
  const wanted = username.toLowerCase();
  const user = directory.users.find((one) => one.username.toLowerCase() === wanted);
  if (user === undefined) throw new AdminRefused('ERR_ADMIN_UNKNOWN', 'user');
  return user;
}
