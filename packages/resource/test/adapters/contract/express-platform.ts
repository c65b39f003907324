import { claimsChallenge, corsExposedHeaders } from '@holdfast/resource';
import { holdfastExpress, holdfastExpressErrors, keepRawBody } from '@holdfast/resource/express';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
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

export const expressPlatform: Platform = {
  name: 'express',
  seesTheWire: true,
  seesTheConnection: true,
  keepsLines: true,
  transports: ['http', 'https'],
  serve: (api, transport) => listen(makeServer(transport, createApp(api))),
};

function createApp({ validator, reached }: GuardedApi): express.Express {
  const guard = holdfastExpress(validator);
  const route =
    (name: string): RequestHandler =>
    (req, res) => {
      reached(name);
      res.json({ ...describeCaller(req.auth), got: req.body ?? null, id: req.params['id'] ?? null });
    };
  const failing =
    (name: string, failure: () => Error): RequestHandler =>
    async () => {
      reached(name);
      await Promise.resolve();
      throw failure();
    };
  return (
    express()
      .use((_req, res, next) => {
        res.setHeader(...corsExposedHeaders);
        next();
      })
      .post('/unkept', guard, route('unkept'))
      .use(express.json({ limit: keptBytes, verify: keepRawBody }))
      .get('/orders', guard, route('orders'))
      .options('/orders', guard, route('options'))
      .get('/orders/:id', guard, route('order'))
      .post('/orders', guard, route('create'))
      .get('/write', holdfastExpress(validator, writeDemands), route('write'))
      .get(
        '/step-up',
        guard,
        failing('step-up', () => claimsChallenge(stepUpClaims)),
      )
      .get(
        '/broken',
        guard,
        failing('broken', () => new Error(routeSecret)),
      )
      .use('/v1', express.Router().use(guard).get('/deep', route('deep')))
      .use(holdfastExpressErrors())
      // biome-ignore lint/complexity/useMaxParams: Express knows error handlers by their four parameters.
      .use(((error, _req, res, _next) => void res.status(error.status ?? 500).end(error.name)) as ErrorRequestHandler)
  );
}
