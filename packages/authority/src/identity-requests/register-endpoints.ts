import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { IdentityRefused } from '../errors/identity-refused.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import { refuseOtherMethods } from '../listening/refuse-other-methods.ts';
import { serverSettings } from '../listening/server-settings.ts';
import type { IdentityEndpoint, IdentityParts, IdentityService } from './identity-endpoint.ts';

/** Registers the endpoints of a service, each with a refusal for every other method, under its counters and faults. */
export async function registerService(
  app: FastifyInstance,
  service: IdentityService,
  parts: IdentityParts,
): Promise<void> {
  const { name } = service;
  await app.register(async (scope) => {
    scope.setErrorHandler(createErrorAnswer(service, parts));
    scope.addHook('onRequest', async (request, reply) => {
      reply.headers(service.headers);
      parts.counters.count(name, `${request.method} ${request.routeOptions.url ?? 'unmatched'}`);
    });
    scope.addHook('preHandler', (request, reply) => parts.faults.apply({ service: name, request, reply }));
    const parser = { parseAs: 'string', bodyLimit: serverSettings.bodyLimit } as const;
    // As text: whoever asked for it parses it, and faults look into it.
    scope.addContentTypeParser('application/json', parser, (_request, text, done) => done(null, { text }));
    for (const endpoint of service.endpoints) registerEndpoint(scope, endpoint);
  });
}

function registerEndpoint(scope: FastifyInstance, { method = 'GET', path, answer }: IdentityEndpoint): void {
  scope.route({
    method,
    url: path,
    handler: async (request, reply) => {
      // A body that was read does not stand in the way of the next request.
      if (readJsonText(request) !== undefined) reply.removeHeader('connection');
      const { body, headers = {} } = await answer(request);
      return reply.headers(headers).send(body);
    },
  });
  refuseOtherMethods(scope, { path, allowed: [method], refuse: () => new IdentityRefused('methodWrong', method) });
}

/** Returns the text of a JSON body; undefined where there was none, or one of another type, which stays unread. */
export function readJsonText({ body }: FastifyRequest): string | undefined {
  return (body as { readonly text?: string } | null | undefined)?.text;
}

/** Makes the answer to whatever a route, a hook or the framework throws. */
export function createErrorAnswer(
  service: Pick<IdentityService, 'name' | 'describe'>,
  { issuer, clock, publish }: IdentityParts,
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  return (error, request, reply) => {
    const refusal = asRefusal(error);
    if (refusal instanceof IdentityRefused) {
      publish({ name: 'identity.refused', service: service.name, reason: refusal.reason });
    } else if (refusal.reason === 'internal') {
      const errorName = error instanceof Error ? error.name : typeof error;
      publish({ name: 'request.failed', service: service.name, traceId: request.id, errorName });
    } else {
      const { code, error: oauthError } = refusal.row;
      publish({ name: 'token.refused', error: oauthError, code, reason: refusal.reason });
    }
    const body = service.describe({ refusal, request, at: clock(), origin: issuer().origin });
    return reply.code(refusal.row.status).send(body);
  };
}

// What the framework itself throws: bad URLs, and bodies that nobody asked for.
function asRefusal(error: unknown): IdentityRefused | TokenRefused {
  if (error instanceof IdentityRefused || error instanceof TokenRefused) return error;
  const { statusCode } = error as { readonly statusCode?: unknown };
  const isTheirs = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  if (statusCode === 413) return new IdentityRefused('bodyMalformed', 'too long', error);
  return isTheirs ? new IdentityRefused('queryMalformed', '', error) : new TokenRefused('internal', '', error);
}
