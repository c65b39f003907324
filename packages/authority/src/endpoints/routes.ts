import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Directory } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import { isBindingName } from '../forms/binding-names.ts';
import { readFormText } from '../forms/form-body.ts';
import { countHeaderLines } from '../listening/count-header-lines.ts';
import { readPresentedCertificate } from '../listening/presented-certificate.ts';
import { refuseOtherMethods } from '../listening/refuse-other-methods.ts';
import { parseTenantName } from '../steps/find-tenant.ts';
import type { Connection, Issuer } from '../steps/token-request.ts';
import { explainError } from './explain-error.ts';
import { buildInstanceDiscovery } from './instance-discovery.ts';
import { buildKeySet } from './key-set.ts';
import { buildOpenidConfiguration } from './openid-configuration.ts';
import type { StsEndpoint, StsParts } from './sts-parts.ts';
import { answerTokenRequest } from './token.ts';

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly handler: Handler;
  readonly publishesRefusals?: boolean;
}

/** Registers the endpoints of the STS, each with its preflight and with a refusal for every other method. */
export function registerRoutes(app: FastifyInstance, parts: StsParts): void {
  const { issuer } = parts;
  const endpoints: readonly Endpoint[] = [
    { method: 'GET', path: '/:tenant/v2.0/.well-known/openid-configuration', handler: metadata(parts, 2) },
    { method: 'GET', path: '/:tenant/.well-known/openid-configuration', handler: metadata(parts, 1) },
    { method: 'GET', path: '/:tenant/discovery/v2.0/keys', handler: keySet(issuer) },
    { method: 'GET', path: '/common/discovery/instance', handler: instance(issuer) },
    { method: 'GET', path: '/error', handler: explanation },
    { method: 'POST', path: '/:tenant/oauth2/v2.0/token', handler: token(parts), publishesRefusals: true },
  ];
  for (const endpoint of endpoints) registerEndpoint(app, endpoint);
}

function registerEndpoint(app: FastifyInstance, endpoint: Endpoint): void {
  const { method, path, handler, publishesRefusals = false } = endpoint;
  const allowed = method === 'GET' ? ['GET', 'HEAD', 'OPTIONS'] : ['POST', 'OPTIONS'];
  const countedAs = path.replaceAll(/:(\w+)/g, '{$1}');
  app.route({ method, url: path, handler, config: { countedAs, publishesRefusals } });
  app.options(path, { config: { countedAs } }, async (_request, reply) =>
    reply
      .code(204)
      .headers({
        'access-control-allow-methods': method,
        'access-control-allow-headers': '*, authorization, content-type, dpop',
        'access-control-max-age': '600',
      })
      .send(),
  );
  const refuse = (): TokenRefused => new TokenRefused('methodWrong', method);
  refuseOtherMethods(app, { path, allowed, config: { countedAs }, refuse });
}

function metadata({ issuer, endpoint }: StsParts, version: 1 | 2): Handler {
  return async (request, reply) => {
    const { origin, mtlsOrigin, directory } = issuer();
    const tenant = getMetadataTenant(directory, request);
    reply.header('cache-control', 'max-age=60, private');
    return buildOpenidConfiguration({ origin, mtlsOrigin, endpoint, version, tenant });
  };
}

function keySet(issuer: () => Issuer): Handler {
  return async (request, reply) => {
    const { origin, directory, signingKeys } = issuer();
    // Every tenant has the same keys, but only a tenant that is there has any.
    getMetadataTenant(directory, request);
    reply.header('cache-control', 'max-age=60, private');
    return buildKeySet(origin, signingKeys.published());
  };
}

function getMetadataTenant(directory: Directory, request: FastifyRequest): string {
  const tenant = parseTenantName(directory, tenantSegment(request));
  if (tenant === 'unknown') throw new TokenRefused('metadataTenantUnknown');
  if (tenant === 'malformed') throw new TokenRefused('tenantMalformed');
  return typeof tenant === 'string' ? tenant : tenant.id;
}

function instance(issuer: () => Issuer): Handler {
  return async (request) => {
    const document = buildInstanceDiscovery(issuer().origin, queryText(request, 'authorization_endpoint'));
    if (document === undefined) throw new TokenRefused('instanceUnknown');
    return document;
  };
}

async function explanation(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const text = explainError(queryText(request, 'code'));
  if (text === undefined) throw new TokenRefused('endpointUnknown');
  return reply.type('text/plain; charset=utf-8').send(text);
}

function token({ issuer, endpoint, clock, publish }: StsParts): Handler {
  return async (request, reply) => {
    reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' });
    const { reply: body, event } = await answerTokenRequest({
      issuer: issuer(),
      connection: readConnection(endpoint, request),
      tenantName: tenantSegment(request),
      body: readFormText(request),
      authorization: readAuthorization(request),
      pageOrigin: request.headers.origin,
      bindingOutsideBody: findBindingOutsideBody(request),
      at: clock(),
    });
    publish(event);
    return body;
  };
}

function readConnection(endpoint: StsEndpoint, { raw }: FastifyRequest): Connection {
  return endpoint === 'tls' ? { endpoint } : { endpoint, certificate: readPresentedCertificate(raw) };
}

function findBindingOutsideBody(request: FastifyRequest): 'DPoP header' | 'query' | undefined {
  if (request.headers['dpop'] !== undefined) return 'DPoP header';
  return Object.keys(request.query as object).some(isBindingName) ? 'query' : undefined;
}

// Node gives the first of several lines; whatever stands in front of this server may have looked at the last.
function readAuthorization({ raw, headers }: FastifyRequest): string | undefined {
  if (countHeaderLines(raw.rawHeaders, 'authorization') > 1) throw new TokenRefused('credentialRepeated');
  return headers.authorization;
}

function tenantSegment(request: FastifyRequest): string {
  return (request.params as { readonly tenant: string }).tenant;
}

function queryText(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}
