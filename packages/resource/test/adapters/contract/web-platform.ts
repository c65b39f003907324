import { buildFailureResponse, claimsChallenge, corsExposedHeaders, type IncomingConnection } from '@holdfast/resource';
import { authenticateRequest, type RouteRequirements } from '@holdfast/resource/web';
import { getRequestListener } from '@hono/node-server';
import {
  describeCaller,
  type GuardedApi,
  keptBytes,
  type Platform,
  routeSecret,
  stepUpClaims,
  writeDemands,
} from './guarded-api.ts';
import { listen, makeServer } from './serve.ts';

/** A handler of `Request`s without a framework. */
export const webPlatform: Platform = {
  name: 'web',
  seesTheWire: false,
  seesTheConnection: true,
  keepsLines: false,
  transports: ['http', 'https'],
  serve: (api, transport) => {
    const listener = getRequestListener((request, { incoming }) => handle(api, request, incoming.socket));
    return listen(makeServer(transport, listener as never));
  },
};

interface Route {
  readonly name: string;
  readonly demands?: RouteRequirements;
  readonly failure?: () => Error;
}

const routes: readonly (readonly [RegExp, Route])[] = [
  [/^POST \/unkept$/, { name: 'unkept', demands: {} }],
  [/^(?:GET|HEAD) \/orders$/, { name: 'orders' }],
  [/^OPTIONS \/orders$/, { name: 'options' }],
  [/^GET \/orders\/[^/]+$/, { name: 'order' }],
  [/^POST \/orders$/, { name: 'create' }],
  [/^GET \/write$/, { name: 'write', demands: writeDemands }],
  [/^GET \/step-up$/, { name: 'step-up', failure: () => claimsChallenge(stepUpClaims) }],
  [/^GET \/broken$/, { name: 'broken', failure: () => new Error(routeSecret) }],
  [/^GET \/v1\/deep$/, { name: 'deep' }],
];

async function handle(
  { validator, reached }: GuardedApi,
  request: Request,
  connection: IncomingConnection,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  const route = routes.find(([pattern]) => pattern.test(`${request.method} ${pathname}`))?.[1];
  if (route === undefined) return new Response(null, { status: 404 });
  const over = { request, connection };
  const caller = await authenticateRequest(validator, over, route.demands ?? { keepBodyBytes: keptBytes });
  const response = caller instanceof Response ? caller : await run();
  response.headers.set(...corsExposedHeaders);
  return response;

  async function run(): Promise<Response> {
    if (caller instanceof Response || route === undefined) throw new TypeError('a refused request runs no route');
    reached(route.name);
    const failure = route.failure?.();
    if (failure?.message === routeSecret) return new Response(failure.name, { status: 500 });
    if (failure !== undefined) {
      const { status, headers, body } = buildFailureResponse(failure);
      return new Response(body, { status, headers: headers.map(([name, value]): [string, string] => [name, value]) });
    }
    const got = request.method === 'POST' ? await request.json() : null;
    const id = pathname.startsWith('/orders/') ? decodeURIComponent(pathname.slice(8)) : null;
    const headers = caller.headers.map(([name, value]): [string, string] => [name, value]);
    return Response.json({ ...describeCaller(caller), got, id }, { headers });
  }
}
