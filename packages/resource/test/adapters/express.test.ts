import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { TokenValidator } from '@holdfast/resource';
import { holdfastExpress, holdfastExpressErrors, keepRawBody } from '@holdfast/resource/express';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { createOwnValidator } from '../fixture/judge.ts';
import { origin, signRequest } from '../fixture/people.ts';
import { type Ask, ask } from './contract/ask.ts';
import { accessToken, prove } from './contract/judged.ts';
import { listen, makeServer } from './contract/serve.ts';

// What every adapter does is in contract/; here is what Express alone brings along.

async function serve(t: TestContext, app: express.Express) {
  const { port, close } = await listen(makeServer('http', app));
  t.after(close);
  return async (sent: Ask) => (await ask(port, 'http', sent)).outcome;
}

test('the raw target counts, though Express routes without looking at case and a slash at the end', async (t) => {
  const guard = holdfastExpress(createOwnValidator());
  const api = express.Router().get('/deep', guard, (_req, res) => void res.end());
  const send = await serve(
    t,
    express()
      .get('/orders', guard, (_req, res) => void res.end())
      .get('/orders/:id', guard, (_req, res) => void res.end())
      .use('/v1', api),
  );
  const outcome = async (signed: string, target: string) => send({ target, lines: await prove({ target: signed }) });
  assert.equal(await outcome('/v1/deep', '/v1/deep'), 'accepted');
  assert.equal(await outcome('/deep', '/v1/deep'), 'ERR_SHR_PATH');
  assert.equal(await outcome('/orders/a%2Fb', '/orders/a%2Fb'), 'accepted');
  assert.equal(await outcome('/orders/a%2Fb', '/orders/a%2fb'), 'ERR_SHR_PATH');
  assert.equal(await outcome('/orders', '/Orders'), 'ERR_SHR_PATH');
  assert.equal(await outcome('/orders', '/orders/'), 'ERR_SHR_PATH');
  assert.equal(await outcome('/orders', '/orders?admin'), 'ERR_SHR_QUERY');
  assert.equal(await outcome('/orders', '/orders?x='), 'ERR_SHR_QUERY');
  assert.equal(await outcome('/orders?a=1&b=2', '/orders?a=1&b=2'), 'accepted');
  assert.equal(await outcome('/orders', `${origin}/orders`), 'ERR_INCOMING_TARGET');
});

test('forwarding headers choose nothing, even where Express trusts a proxy', async (t) => {
  const guard = holdfastExpress(createOwnValidator());
  const app = express()
    .set('trust proxy', true)
    .get('/orders', guard, (_req, res) => void res.end());
  const send = await serve(t, app);
  const spoofed = ['X-Forwarded-Host', 'evil.example', 'X-Forwarded-Proto', 'https', 'Forwarded', 'host=evil.example'];
  const evil = await signRequest({ accessToken, url: 'https://evil.example/orders' });
  assert.equal(await send({ lines: ['Authorization', `PoP ${evil}`, ...spoofed] }), 'ERR_SHR_HOST');
  assert.equal(await send({ lines: [...(await prove()), ...spoofed] }), 'accepted');
});

test('a body that no parser took was kept by nobody', async (t) => {
  const app = express()
    .use(express.json({ verify: keepRawBody }))
    .post('/orders', holdfastExpress(createOwnValidator()), (_req, res) => void res.end());
  const send = await serve(t, app);
  const body = Buffer.from('{"quantity":1}');
  const post = async (type: string) =>
    send({ method: 'POST', lines: [...(await prove({ method: 'POST', body })), 'Content-Type', type], body });
  assert.equal(await post('application/json'), 'accepted');
  assert.equal(await post('text/plain'), 'ERR_SHR_BODY_UNAVAILABLE');
});

test('errors that are not ours go on to the next handler', async (t) => {
  const guard = holdfastExpress(createOwnValidator());
  const send = await serve(
    t,
    express()
      .get('/own', guard, () => Promise.reject('own'))
      .use(holdfastExpressErrors())
      // biome-ignore lint/complexity/useMaxParams: Express knows error handlers by their four parameters.
      .use(((error, _req, res, _next) => void res.status(418).end(String(error))) as ErrorRequestHandler),
  );
  assert.equal(await send({ target: '/own', lines: await prove({ target: '/own' }) }), '418');
});

test('a misspelt requirement stops the program at start-up', () => {
  assert.throws(() => holdfastExpress(createOwnValidator(), { scopes: ['read'] } as never), TypeError);
});

test('with its token remembered, a request goes on before the guard returns', async (t) => {
  const guard = holdfastExpress(createOwnValidator());
  const atOnce: boolean[] = [];
  const watch: RequestHandler = (req, res, next) => {
    let isThrough = false;
    const returned = guard(req, res, () => {
      isThrough = true;
      next();
    });
    atOnce.push(isThrough);
    return returned;
  };
  const send = await serve(
    t,
    express().get('/orders', watch, (_req, res) => void res.end()),
  );
  for (let round = 0; round < 3; round += 1) assert.equal(await send({ lines: await prove() }), 'accepted');
  assert.deepEqual(atOnce, [false, true, true]);
});

test('a header that cannot be written is a failure of the application, which its error handlers are told', async (t) => {
  const inside = createOwnValidator();
  const broken: TokenValidator = {
    authenticate: async (incoming) => ({ ...(await inside.authenticate(incoming)), headers: [['not a name', 'x']] }),
  };
  const app = express()
    .get('/orders', holdfastExpress(broken), (_req, res) => void res.end())
    // biome-ignore lint/complexity/useMaxParams: Express knows error handlers by their four parameters.
    .use(((error, _req, res, _next) => void res.status(418).end(String(error.code))) as ErrorRequestHandler);
  const { port, close } = await listen(makeServer('http', app));
  t.after(close);
  const { status, body } = await ask(port, 'http', { lines: await prove() });
  assert.deepEqual([status, body], [418, 'ERR_INVALID_HTTP_TOKEN']);
});
