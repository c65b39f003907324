// One route, guarded as its order says, on the framework that it says. Everything else is the same for everybody.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTokenValidator } from '@holdfast/resource';
import { holdfastExpress } from '@holdfast/resource/express';
import { declareRequestAuth, holdfastFastify } from '@holdfast/resource/fastify';
import express, { type RequestHandler } from 'express';
import fastify from 'fastify';
import { createBareVerifier } from './bare-verify.ts';
import type { ServerOrder, ServerReport } from './orders.ts';

// Whoever started this is gone.
process.once('disconnect', () => process.exit());
process.once('message', (order: ServerOrder) => {
  (order.framework === 'express' ? serveExpress(order) : serveFastify(order)).then(
    (port) => {
      report(port);
      process.on('message', () => report(port));
    },
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});

function report(port: number): void {
  const { user, system } = process.cpuUsage();
  process.send?.({ port, cpu: user + system } satisfies ServerReport);
}

async function serveExpress(order: ServerOrder): Promise<number> {
  const app = express().disable('x-powered-by');
  app.get('/orders', await chooseMiddleware(order), (_request, response) => void response.json({ orders: [] }));
  return listen(createServer(app));
}

async function chooseMiddleware({ guard, alg, options, clientKey, issuerKey }: ServerOrder): Promise<RequestHandler> {
  if (guard === 'holdfast') return holdfastExpress(createTokenValidator(options));
  if (guard === 'open') return (_request, _response, next) => next();
  if (guard === 'verify') {
    const isSigned = createBareVerifier(alg, clientKey);
    return (request, response, next) => {
      if (isSigned(request.headers.authorization)) next();
      else response.status(401).end();
    };
  }
  // By a name that the compiler does not see: its types and ours both say what `request.auth` is.
  const name: string = 'express-oauth2-jwt-bearer';
  const { auth } = (await import(name)) as { readonly auth: (options: object) => RequestHandler };
  const [trusted] = options.issuers;
  return auth({
    issuer: trusted?.issuer,
    audience: options.audience,
    publicKey: issuerKey,
    tokenSigningAlg: 'RS256',
    dpop: { enabled: true, required: true },
  });
}

async function serveFastify({ guard, alg, options, clientKey }: ServerOrder): Promise<number> {
  const app = fastify();
  await app.register(declareRequestAuth);
  const answer = async (): Promise<object> => ({ orders: [] });
  if (guard === 'holdfast') app.get('/orders', { preParsing: holdfastFastify(createTokenValidator(options)) }, answer);
  else if (guard === 'open') app.get('/orders', answer);
  else {
    const isSigned = createBareVerifier(alg, clientKey);
    app.addHook('onRequest', (request, reply, done) => {
      if (isSigned(request.headers.authorization)) done();
      else reply.code(401).send();
    });
    app.get('/orders', answer);
  }
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
