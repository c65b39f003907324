import { claimsChallenge, corsExposedHeaders } from '@holdfast/resource';
import { type HonoAuth, holdfastHono, holdfastHonoErrors } from '@holdfast/resource/hono';
import { getRequestListener } from '@hono/node-server';
import { type Handler, Hono } from 'hono';
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

/** As `serve` of @hono/node-server runs it: the app is given the request of Node too. */
export const honoPlatform: Platform = {
  name: 'hono on Node',
  seesTheWire: true,
  seesTheConnection: true,
  keepsLines: false,
  transports: ['http', 'https', 'h2'],
  serve: (api, transport) => {
    const app = createApp(api);
    const listener = getRequestListener(app.fetch as never);
    return listen(makeServer(transport, listener as never));
  },
};

/** As other runtimes run it: nothing but a `Request`. */
export const bareHonoPlatform: Platform = {
  name: 'hono on a bare Request',
  seesTheWire: false,
  seesTheConnection: false,
  keepsLines: false,
  transports: ['http', 'https'],
  serve: (api, transport) => {
    const app = createApp(api);
    const listener = getRequestListener((request) => app.fetch(request));
    return listen(makeServer(transport, listener as never));
  },
};

function createApp({ validator, reached }: GuardedApi): Hono<HonoAuth> {
  const guard = holdfastHono(validator, { keepBodyBytes: keptBytes });
  const route =
    (name: string): Handler<HonoAuth> =>
    async (c) => {
      reached(name);
      const got = c.req.method === 'POST' ? await c.req.json() : null;
      return c.json({ ...describeCaller(c.var.auth), got, id: c.req.param('id') ?? null });
    };
  const failing =
    (name: string, failure: () => Error): Handler<HonoAuth> =>
    async () => {
      reached(name);
      throw failure();
    };
  const deep = new Hono<HonoAuth>().use(guard).get('/deep', route('deep'));
  const app = new Hono<HonoAuth>();
  app.use(async (c, next) => {
    await next();
    c.header(...corsExposedHeaders);
  });
  app.post('/unkept', holdfastHono(validator), route('unkept'));
  app.get('/orders', guard, route('orders'));
  app.options('/orders', guard, route('options'));
  app.get('/orders/:id', guard, route('order'));
  app.post('/orders', guard, route('create'));
  app.get('/write', holdfastHono(validator, writeDemands), route('write'));
  app.get(
    '/step-up',
    guard,
    failing('step-up', () => claimsChallenge(stepUpClaims)),
  );
  app.get(
    '/broken',
    guard,
    failing('broken', () => new Error(routeSecret)),
  );
  app.route('/v1', deep);
  app.onError(holdfastHonoErrors((error, c) => c.text(error.name, 500)));
  return app;
}
