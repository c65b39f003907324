import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { IdentityRefused } from '../errors/identity-refused.ts';
import { TokenRefused } from '../errors/token-refused.ts';
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
    for (const endpoint of service.endpoints) registerEndpoint(scope, endpoint);
  });
}

function registerEndpoint(scope: FastifyInstance, { path, answer }: IdentityEndpoint): void {
  scope.get(path, async (request, reply) => {
    const { body, headers = {} } = await answer(request);
    return reply.headers(headers).send(body);
  });
  scope.route({
    method: scope.supportedMethods.filter((method) => method !== 'GET'),
    url: path,
    handler: async (_request, reply) => {
      reply.header('allow', 'GET');
      throw new IdentityRefused('methodWrong');
    },
  });
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
  return isTheirs ? new IdentityRefused('queryMalformed', '', error) : new TokenRefused('internal', '', error);
}
