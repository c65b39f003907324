import fastify, { type FastifyInstance } from 'fastify';
import { createAppService } from '../appservice/appservice.ts';
import { IdentityRefused } from '../errors/identity-refused.ts';
import type { IdentityParts, IdentityService } from '../identity-requests/identity-endpoint.ts';
import { createErrorAnswer, registerService } from '../identity-requests/register-endpoints.ts';
import { createIdentityTokens } from '../identity-tokens/identity-tokens.ts';
import type { MachineIds } from '../imds/compute.ts';
import type { CredentialParts } from '../imds/credential-endpoints.ts';
import { createImds } from '../imds/imds.ts';
import { findForeignTrait } from '../listening/local-request.ts';
import { serverSettings } from '../listening/server-settings.ts';

/** What the services of the machine are made from. */
export interface MachineParts extends IdentityParts, CredentialParts {
  /** Known once they listen: the Host header must name it. */
  readonly port: () => number;
  readonly machine: MachineIds;
  /** Opens App Service. */
  readonly appServiceHeader: string;
}

/** Makes the request handler of the services that share the address of the machine: IMDS and App Service. It does not listen. */
export async function createMachineApp(parts: MachineParts): Promise<FastifyInstance> {
  const tokensOf = (
    service: IdentityService['name'],
  ): { readonly tokens: ReturnType<typeof createIdentityTokens> } => ({
    tokens: createIdentityTokens(service, parts.publish),
  });
  const imds = createImds({ ...parts, ...tokensOf('imds') }, parts.machine);
  const appService = createAppService({ ...parts, ...tokensOf('app-service') }, parts.appServiceHeader);
  // What reaches no endpoint is answered as IMDS would.
  const answer = createErrorAnswer(imds, parts);
  const app = fastify({ ...serverSettings, exposeHeadRoutes: false, frameworkErrors: answer });
  app.setErrorHandler(answer);
  app.setNotFoundHandler((request, reply) => {
    parts.counters.count('imds', 'unmatched');
    return answer(new IdentityRefused('routeUnknown'), request, reply);
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.addHook('onRequest', async ({ headers }, reply) => {
    // Hardly anything here has a body. It is left unread, so the connection is not kept: what follows would be read as a request.
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = headers;
    if (length !== '0' || encoding !== undefined) reply.header('connection', 'close');
    const foreign = findForeignTrait(headers, parts.port());
    if (foreign?.kind === 'host') throw new IdentityRefused('hostForeign');
    if (foreign?.kind === 'header') throw new IdentityRefused('callerForeign', foreign.name);
  });
  await registerService(app, imds, parts);
  await registerService(app, appService, parts);
  await app.ready();
  return app;
}
