import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance } from 'fastify';
import { registerAttestation } from '../attestation/attestation-routes.ts';
import { registerAuthorize } from '../authorize/authorize-routes.ts';
import { serverSettings } from '../listening/server-settings.ts';
import { registerSignOut } from '../sign-out/sign-out-routes.ts';
import { createErrorAnswers, describeCircumstances } from './errors.ts';
import { registerFrontPage } from './front-page.ts';
import { registerRoutes } from './routes.ts';
import { securityHeaders } from './security-headers.ts';
import type { StsParts } from './sts-parts.ts';

/**
 * Makes the request handler of one endpoint of the STS: discovery, keys and tokens, and on the ordinary one the pages and the attestation
 * service. It does not listen.
 */
export async function createStsApp(parts: StsParts): Promise<FastifyInstance> {
  const service = parts.endpoint === 'tls' ? 'sts' : 'mtls-sts';
  const answers = createErrorAnswers(service, parts);
  const app = fastify({ ...serverSettings, frameworkErrors: answers.onError });
  app.setErrorHandler(answers.onError);
  app.setNotFoundHandler(answers.onNotFound);
  app.removeAllContentTypeParsers();
  // The plugin only reads the bytes; the parameters are taken apart by our own parser, which refuses repeated ones.
  await app.register(formbody, { parser: (text) => ({ text }), bodyLimit: serverSettings.bodyLimit });
  app.addHook('onRequest', (request, reply, done) => {
    const { countedAs } = request.routeOptions.config;
    parts.counters.count(service, countedAs === undefined ? 'unmatched' : `${request.method} ${countedAs}`);
    reply.headers(securityHeaders(request.id, parts.endpoint));
    done();
  });
  app.addHook('preHandler', (request, reply) => parts.faults.apply({ service, request, reply }));
  registerRoutes(app, parts);
  if (parts.endpoint === 'tls') {
    registerAuthorize(app, { ...parts, circumstancesOf: (request) => describeCircumstances(request, parts) });
    registerSignOut(app, parts);
    registerFrontPage(app, parts);
    await registerAttestation(app, parts);
  }
  await app.ready();
  return app;
}
