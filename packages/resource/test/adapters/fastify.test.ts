import assert from 'node:assert/strict';
import { ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { claimsChallenge } from '@holdfast/resource';
import { declareRequestAuth, holdfastFastify, holdfastFastifyErrors } from '@holdfast/resource/fastify';
import { createGate, openRawConnection } from '@holdfast/testing';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { createOwnValidator } from '../fixture/judge.ts';
import { type Ask, ask } from './contract/ask.ts';
import { prove } from './contract/judged.ts';

interface Api {
  readonly app: FastifyInstance;
  readonly guard: ReturnType<typeof holdfastFastify>;
  /** A route that tells that it ran. */
  readonly route: () => Promise<string>;
}

async function serve(t: TestContext, build: (api: Api) => unknown, options: FastifyServerOptions = {}) {
  let reached = 0;
  const app = fastify(options);
  const route = async (): Promise<string> => {
    reached += 1;
    return 'ran';
  };
  await build({ app, guard: holdfastFastify(createOwnValidator(), { keepBodyBytes: 1024 }), route });
  await app.listen({ port: 0, host: '127.0.0.1' });
  t.after(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  return { app, port, ask: (sent: Ask) => ask(port, 'http', sent), reached: () => reached };
}

test('a refusal that is slow to leave, and a client that hangs up: the handler does not run', async (t) => {
  const gate = createGate();
  let refusing = 0;
  const { port, reached } = await serve(t, ({ app, guard, route }) => {
    app.addHook('onSend', async () => {
      refusing += 1;
      await gate.opened;
    });
    app.get('/orders', { preParsing: guard, preHandler: async () => undefined }, route);
  });
  const connection = await openRawConnection({ port });
  await connection.send('GET /orders HTTP/1.1\r\nhost: x\r\n\r\n');
  while (refusing === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  connection.destroy();
  await connection.closed;
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(reached(), 0);
  gate.open();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(reached(), 0);
});

test('a router that is lenient about spelling still guards every spelling it routes', async (t) => {
  const routerOptions = {
    ignoreTrailingSlash: true,
    ignoreDuplicateSlashes: true,
    caseSensitive: false,
    useSemicolonDelimiter: true,
  };
  const { ask: send, reached } = await serve(
    t,
    ({ app, guard, route }) => void app.get('/orders/:id', { preParsing: guard }, route),
    {
      routerOptions,
    },
  );
  for (const target of [
    '/orders/7',
    '/ORDERS/7',
    '/orders/7/',
    '//orders//7',
    '/orders/7;a=1',
    '/orders/%37',
    '/orders/7?x=1',
  ]) {
    assert.equal((await send({ target })).outcome, 'ERR_CREDENTIAL_MISSING', target);
    const other = await send({ target, lines: await prove({ target: '/orders/8' }) });
    assert.match(other.outcome, /^ERR_SHR_(?:PATH|QUERY)$/, target);
    assert.equal(reached(), 0);
  }
  assert.equal(
    (await send({ target: '/ORDERS/7', lines: await prove({ target: '/orders/7' }) })).outcome,
    'ERR_SHR_PATH',
  );
  assert.equal(
    (await send({ target: '/orders/7/', lines: await prove({ target: '/orders/7/' }) })).outcome,
    'accepted',
  );
});

test('a guard of a plugin covers its routes, whenever they were added, and its 404, and nothing outside', async (t) => {
  const { ask: send, reached } = await serve(t, async ({ app, guard, route }) => {
    app.get('/open', route);
    await app.register(
      async (scope) => {
        scope.get('/early', route);
        scope.addHook('preParsing', guard);
        scope.get('/late', route);
        scope.get('/', route);
        scope.setNotFoundHandler(route);
        await scope.register(async (inner) => void inner.get('/inner', route), { prefix: '/deep' });
      },
      { prefix: '/v1' },
    );
  });
  for (const target of [
    '/v1/early',
    '/v1/late',
    '/v1',
    '/v1/',
    '/v1/deep/inner',
    '/v1/nowhere',
    '/v1/deep/nowhere',
    '/v1//late',
  ]) {
    for (const method of ['GET', 'HEAD'])
      assert.equal((await send({ method, target })).status, 401, `${method} ${target}`);
    // With a good proof, the owner's own handler of a 404 says what it likes.
    assert.equal((await send({ target, lines: await prove({ target }) })).status, 200, target);
  }
  const before = reached();
  assert.equal((await send({ method: 'POST', target: '/v1/late' })).status, 401);
  assert.equal((await send({ target: '/open' })).status, 200);
  assert.equal(reached(), before + 1);
  assert.equal((await send({ target: '//v1/late' })).status, 404);
});

test('the HEAD route that Fastify adds to a GET has its guard', async (t) => {
  const { ask: send, reached } = await serve(
    t,
    ({ app, guard, route }) => void app.get('/orders', { preParsing: [guard] }, route),
  );
  assert.equal((await send({ method: 'HEAD' })).status, 401);
  assert.equal((await send({ method: 'HEAD', lines: await prove() })).status, 401);
  assert.equal(reached(), 0);
  assert.equal((await send({ method: 'HEAD', lines: await prove({ method: 'HEAD' }) })).status, 200);
});

test('nothing of a refused body is parsed, and a parser sees the bytes that the proof covers', async (t) => {
  const parsed: string[] = [];
  const { ask: send } = await serve(t, ({ app, guard, route }) => {
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
      parsed.push(String(body));
      done(null, body);
    });
    app.addContentTypeParser('application/stream', async (_request: unknown, payload: AsyncIterable<Buffer>) => {
      for await (const chunk of payload) parsed.push(chunk.toString());
    });
    app.post('/orders', { preParsing: guard }, route);
  });
  const body = Buffer.from('{"a": 1}');
  const post = async (type: string, lines: readonly string[], sent = body) =>
    (await send({ method: 'POST', lines: ['Content-Type', type, ...lines], body: sent })).outcome;
  assert.equal(await post('application/json', []), 'ERR_CREDENTIAL_MISSING');
  assert.equal(
    await post('application/json', await prove({ method: 'POST', body }), Buffer.from('{"a": 2}')),
    'ERR_SHR_BODY',
  );
  assert.deepEqual(parsed, []);
  const framed = ['Content-Length', String(body.length)];
  assert.equal(await post('application/json', [...framed, ...(await prove({ method: 'POST', body }))]), 'accepted');
  assert.equal(await post('application/stream', await prove({ method: 'POST', body })), 'accepted');
  assert.deepEqual(parsed, ['{"a": 1}', '{"a": 1}']);
});

test('a rewritten address routes; the one on the wire is judged', async (t) => {
  const { ask: send } = await serve(
    t,
    ({ app, guard, route }) => void app.get('/orders', { preParsing: guard }, route),
    {
      rewriteUrl: ({ url = '' }) => url.replace('/alias', '/orders'),
    },
  );
  assert.equal((await send({ target: '/alias', lines: await prove() })).outcome, 'ERR_SHR_PATH');
  assert.equal((await send({ target: '/alias', lines: await prove({ target: '/alias' }) })).outcome, 'accepted');
});

test('a guard in the place of another hook lets nobody through', async (t) => {
  for (const place of ['onRequest', 'preValidation', 'preHandler'] as const) {
    const { ask: send, reached } = await serve(
      t,
      ({ app, guard, route }) => void app.get('/orders', { [place]: guard }, route),
    );
    assert.equal((await send({ lines: await prove() })).status, 500, place);
    assert.equal(reached(), 0);
  }
});

test('a plugin that claims request.auth too stops the program, or the request', async (t) => {
  const app = fastify();
  app.decorateRequest('auth');
  app.register(declareRequestAuth);
  await assert.rejects(async () => app.ready(), { code: 'FST_ERR_DEC_ALREADY_PRESENT' });
  const { ask: send, reached } = await serve(t, (api) => {
    api.app.decorateRequest('auth', { getter: () => undefined } as never);
    api.app.get('/orders', { preParsing: api.guard }, api.route);
  });
  assert.equal((await send({ lines: await prove() })).status, 500);
  assert.equal(reached(), 0);
});

test('the error handler passes on what is not ours, whatever was thrown, and says nothing after the first byte', async (t) => {
  const { ask: send } = await serve(t, async ({ app }) => {
    app.setErrorHandler((error, _request, reply) => void reply.code(418).send(`outer: ${String(error)}`));
    await app.register(async (scope) => {
      scope.setErrorHandler(holdfastFastifyErrors());
      scope.get('/error', () => Promise.reject(new Error('own')));
      scope.get('/text', () => Promise.reject('own text'));
      scope.get('/claims', () => Promise.reject(claimsChallenge({ access_token: {} })));
      scope.get('/late', async (_request, reply) => {
        reply.raw.writeHead(200);
        reply.raw.write('first');
        throw claimsChallenge({ access_token: {} });
      });
    });
  });
  const told = async (target: string) => {
    const { status, body } = await send({ target });
    return [status, body];
  };
  assert.deepEqual(await told('/error'), [418, 'outer: Error: own']);
  assert.deepEqual(await told('/text'), [418, 'outer: own text']);
  assert.equal((await told('/claims'))[0], 401);
  await assert.rejects(told('/late'));
});

test('a misspelt requirement and a limit that bounds nothing stop the program at start-up', () => {
  for (const wrong of [
    { scopes: ['read'] },
    { requiredScopes: 'read' },
    { keepBodyBytes: Number.NaN },
    { keepBodyBytes: -1 },
    { keepBodyBytes: '1kb' },
  ]) {
    assert.throws(() => holdfastFastify(createOwnValidator(), wrong as never), TypeError);
  }
});

test('an upgrade that a plugin hands to the router is judged before any handshake', async (t) => {
  const { app, port, reached } = await serve(
    t,
    ({ app: api, guard, route }) => void api.get('/socket', { preParsing: guard }, route),
  );
  // As plugins for WebSocket do it.
  app.server.on('upgrade', (request, socket) => {
    const response = new ServerResponse(request);
    response.assignSocket(socket as Socket);
    response.on('finish', () => (socket as Socket).destroySoon());
    app.routing(request, response);
  });
  const connection = await openRawConnection({ port });
  await connection.send('GET /socket HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
  assert.deepEqual(await connection.answered(), [401]);
  assert.equal(reached(), 0);
  connection.destroy();
});

test('with its token remembered, a request goes on before the guard returns', async (t) => {
  const atOnce: boolean[] = [];
  const { ask: send, reached } = await serve(t, ({ app, guard, route }) => {
    // biome-ignore lint/complexity/useMaxParams: a preParsing hook of Fastify has four.
    const watch: typeof guard = (request, reply, payload, done) => {
      let isThrough = false;
      guard(request, reply, payload, (...passed) => {
        isThrough = true;
        done(...passed);
      });
      atOnce.push(isThrough);
    };
    app.get('/orders', { preParsing: watch }, route);
  });
  for (let round = 0; round < 3; round += 1) assert.equal((await send({ lines: await prove() })).status, 200);
  assert.deepEqual(atOnce, [false, true, true]);
  assert.equal(reached(), 3);
});
