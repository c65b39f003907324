import formbody from '@fastify/formbody';
import type { Clock, EventSink } from '@holdfast/core';
import fastify, { type FastifyInstance } from 'fastify';
import type { Counters } from '../counters/counters.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import type { FaultInjector } from '../faults/fault-injector.ts';
import { serverSettings } from '../listening/server-settings.ts';
import type { Issuer } from '../steps/token-request.ts';
import { createErrorAnswers } from './errors.ts';
import { registerRoutes } from './routes.ts';
import { securityHeaders } from './security-headers.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Refusals of this route are events. */
    readonly publishesRefusals?: boolean;
  }
}

/** What the STS is made from. */
export interface StsParts {
  /** Known once the port is: the origin is part of it. */
  readonly issuer: () => Issuer;
  readonly clock: Clock;
  readonly publish: EventSink<AuthorityEvent>;
  readonly counters: Counters;
  readonly faults: FaultInjector;
}

const service = 'sts';

/** Makes the request handler of the STS: discovery, keys and tokens. It does not listen. */
export async function createStsApp(parts: StsParts): Promise<FastifyInstance> {
  const answers = createErrorAnswers(service, parts);
  const app = fastify({ ...serverSettings, frameworkErrors: answers.onError });
  app.setErrorHandler(answers.onError);
  app.setNotFoundHandler(answers.onNotFound);
  app.removeAllContentTypeParsers();
  // The plugin only reads the bytes; the parameters are taken apart by our own parser, which refuses repeated ones.
  await app.register(formbody, { parser: (text) => ({ text }), bodyLimit: serverSettings.bodyLimit });
  app.addHook('onRequest', async (request, reply) => {
    const route = request.routeOptions.url;
    parts.counters.count(service, route === undefined ? 'unmatched' : `${request.method} ${asTemplate(route)}`);
    reply.headers(securityHeaders(request.id));
  });
  app.addHook('preHandler', async (request, reply) => parts.faults.apply({ service, request, reply }));
  registerRoutes(app, parts);
  await app.ready();
  return app;
}

function asTemplate(route: string): string {
  return route.replaceAll(/:(\w+)/g, '{$1}');
}
