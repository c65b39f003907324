import { claimsChallenge, corsExposedHeaders } from '@holdfast/resource';
import { declareRequestAuth, holdfastFastify, holdfastFastifyErrors } from '@holdfast/resource/fastify';
import fastify, { type RouteHandlerMethod } from 'fastify';
import {
  describeCaller,
  type GuardedApi,
  keptBytes,
  type Platform,
  routeSecret,
  stepUpClaims,
  writeDemands,
} from './guarded-api.ts';
import { listen, makeServer, type Served, type Transport } from './serve.ts';

export const fastifyPlatform: Platform = {
  name: 'fastify',
  seesTheWire: true,
  seesTheConnection: true,
  keepsLines: true,
  transports: ['http', 'https', 'h2'],
  serve,
};

async function serve({ validator, reached }: GuardedApi, transport: Transport): Promise<Served> {
  const app = fastify({ serverFactory: (handler) => makeServer(transport, handler) as never });
  const preParsing = holdfastFastify(validator, { keepBodyBytes: keptBytes });
  const route =
    (name: string): RouteHandlerMethod =>
    async (request) => {
      reached(name);
      const { id = null } = request.params as { readonly id?: string };
      return { ...describeCaller(request.auth), got: request.body ?? null, id };
    };
  const failing =
    (name: string, failure: () => Error): RouteHandlerMethod =>
    async () => {
      reached(name);
      throw failure();
    };
  app.setErrorHandler((error, _request, reply) => void reply.code(500).send((error as Error).name));
  await app.register(declareRequestAuth);
  await app.register(async (api) => {
    api.setErrorHandler(holdfastFastifyErrors());
    api.addHook('onRequest', async (_request, reply) => void reply.header(...corsExposedHeaders));
    api.post('/unkept', { preParsing: holdfastFastify(validator) }, route('unkept'));
    api.get('/orders', { preParsing }, route('orders'));
    api.options('/orders', { preParsing }, route('options'));
    api.get('/orders/:id', { preParsing }, route('order'));
    api.post('/orders', { preParsing }, route('create'));
    api.get('/write', { preParsing: holdfastFastify(validator, writeDemands) }, route('write'));
    api.get(
      '/step-up',
      { preParsing },
      failing('step-up', () => claimsChallenge(stepUpClaims)),
    );
    api.get(
      '/broken',
      { preParsing },
      failing('broken', () => new Error(routeSecret)),
    );
    await api.register(
      async (deep) => {
        deep.addHook('preParsing', preParsing);
        deep.get('/deep', route('deep'));
      },
      { prefix: '/v1' },
    );
  });
  await app.ready();
  return listen(app.server);
}
