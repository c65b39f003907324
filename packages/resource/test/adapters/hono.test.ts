import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { claimsChallenge } from '@holdfast/resource';
import { type HonoAuth, holdfastHono, holdfastHonoErrors } from '@holdfast/resource/hono';
import { getRequestListener, serve as serveNode } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { methodOverride } from 'hono/method-override';
import { createOwnValidator } from '../fixture/judge.ts';
import { clock, origin } from '../fixture/people.ts';
import { type Ask, ask } from './contract/ask.ts';
import { prove } from './contract/judged.ts';
import { listen, makeServer } from './contract/serve.ts';

interface Api {
  readonly app: Hono<HonoAuth>;
  readonly guard: MiddlewareHandler<HonoAuth>;
}

/** Runs an app as @hono/node-server does. */
async function serve(t: TestContext, build: (api: Api) => void) {
  const app = new Hono<HonoAuth>();
  build({ app, guard: holdfastHono(createOwnValidator({ nonce: 'off' }), { keepBodyBytes: 1024 }) });
  const listener = getRequestListener(app.fetch as never);
  const { port, close } = await listen(makeServer('http', listener as never));
  t.after(close);
  return (sent: Ask) => ask(port, 'http', sent);
}

const post = async (body: Buffer<ArrayBuffer>, type = 'application/json') => ({
  method: 'POST',
  lines: [...(await prove({ method: 'POST', body })), 'Content-Type', type],
  body,
});

test('a method that middleware puts in the place of the one on the wire is covered by no proof', async (t) => {
  let deleted = 0;
  const send = await serve(t, ({ app, guard }) => {
    app.use('/orders', methodOverride({ app, header: 'X-HTTP-Method-Override' }));
    app.post('/orders', guard, (c) => c.text('posted'));
    app.delete('/orders', guard, (c) => {
      deleted += 1;
      return c.text('deleted');
    });
  });
  const { lines, ...rest } = await post(Buffer.from('{}'));
  assert.equal(
    (await send({ ...rest, lines: [...lines, 'X-HTTP-Method-Override', 'DELETE'] })).outcome,
    'ERR_SHR_METHOD',
  );
  assert.equal(deleted, 0);
  assert.equal((await send(await post(Buffer.from('{}')))).outcome, 'accepted');
});

test('an app that is mounted under a prefix is judged by the address on the wire', async (t) => {
  const send = await serve(t, ({ app, guard }) => {
    const inner = new Hono<HonoAuth>().get('/orders', guard, (c) => c.json({ tenant: c.var.auth.tenant }));
    app.mount('/v1', inner.fetch);
    app.mount('/raw', inner.fetch, {
      replaceRequest: (request) => new Request(new URL('/orders', request.url), request),
    });
    app.basePath('/v2').route('/', inner);
  });
  for (const target of ['/v1/orders', '/raw/anything', '/v2/orders']) {
    assert.equal((await send({ target, lines: await prove({ target: '/orders' }) })).outcome, 'ERR_SHR_PATH', target);
    assert.equal((await send({ target, lines: await prove({ target }) })).outcome, 'accepted', target);
  }
});

test('a guard over a prefix covers what is routed under it, in every spelling that is', async (t) => {
  let reached = 0;
  const send = await serve(t, ({ app, guard }) => {
    app.use('/v1/*', guard);
    app.all('/v1/*', (c) => {
      reached += 1;
      return c.text('ran');
    });
  });
  for (const target of [
    '/v1',
    '/v1/',
    '/v1/a',
    '/v1//a',
    '/v1/%61',
    '/%761/a',
    '/x/../v1/a',
    '/v1/a%2F..%2Fb',
    '/%76%31/a',
  ]) {
    for (const method of ['GET', 'HEAD', 'PURGE'])
      assert.ok([401, 404].includes((await send({ method, target })).status), `${method} ${target}`);
  }
  assert.equal(reached, 0);
});

test('a body that was read before the guard cannot be checked; one that was copied can', async (t) => {
  const send = await serve(t, ({ app, guard }) => {
    const readAll: MiddlewareHandler = async (c, next) => {
      await c.req.text();
      await next();
    };
    app.post('/read', readAll, guard, async (c) => c.json(await c.req.json()));
    app.post('/orders', bodyLimit({ maxSize: 100 }), guard, async (c) => c.json(await c.req.json()));
  });
  const body = Buffer.from('{"a": 1}');
  const lines = await prove({ method: 'POST', target: '/read', body });
  const read = await send({ method: 'POST', target: '/read', lines, body });
  assert.equal(read.outcome, 'ERR_SHR_BODY_UNAVAILABLE');
  const good = await send(await post(Buffer.from('{"a": 1}')));
  assert.deepEqual([good.outcome, good.body], ['accepted', '{"a":1}']);
});

test('the next nonce goes out with answers of any make', async (t) => {
  const app = new Hono();
  const guard = holdfastHono(createOwnValidator({ nonce: {} }));
  app.get('/json', guard, (c) => c.json({}));
  app.get('/own', guard, () => new Response('own', { headers: { 'x-own': '1' } }));
  app.get('/fetched', guard, () => fetch('data:text/plain,headers that cannot be changed'));
  app.get('/thrown', guard, () => {
    throw new HTTPException(418);
  });
  const asked = async (path: string, authorization?: string) =>
    app.request(`${origin}${path}`, authorization === undefined ? {} : { headers: { authorization } });
  const start = clock();
  t.after(() => clock.setTo(start));
  for (const path of ['/json', '/own', '/fetched', '/thrown']) {
    const nonce = /^PoP nonce="(.+)"$/.exec((await asked(path)).headers.get('www-authenticate') ?? '')?.[1] ?? '';
    // Past the half of its window, a nonce is followed by another one.
    clock.advance(200);
    const [, proof = ''] = await prove({ target: path, nonce });
    const answer = await asked(path, proof);
    assert.ok(answer.status < 400 || path === '/thrown', path);
    assert.match(answer.headers.get('authentication-info') ?? '', /^nextnonce="[^"]+"$/, path);
  }
});

test('a binding that happens to be called incoming is not taken for a request of Node', async () => {
  const app = new Hono<HonoAuth>().get('/orders', holdfastHono(createOwnValidator()), (c) => c.json(c.var.auth.roles));
  const [, authorization = ''] = await prove();
  for (const incoming of [{}, 'x', null, { url: '/orders' }, { rawHeaders: [] }, () => undefined]) {
    const refused = await app.request(`${origin}/other`, { headers: { authorization } }, { incoming });
    assert.equal(refused.status, 404);
    const [, value = ''] = await prove();
    const passed = await app.request(`${origin}/orders`, { headers: { authorization: value } }, { incoming });
    assert.equal(passed.status, 200);
  }
});

test('errors that are not ours go to the handler that was given, and to that of a part of the app', async (t) => {
  const send = await serve(t, ({ app, guard }) => {
    const part = new Hono<HonoAuth>()
      .get('/claims', guard, () => {
        throw claimsChallenge({ access_token: {} });
      })
      .onError(holdfastHonoErrors((_error, c) => c.text('part', 500)));
    app.route('/part', part);
    app.get('/own', guard, () => {
      throw new Error('own');
    });
    app.onError(holdfastHonoErrors((error, c) => c.text(`outer: ${error.message}`, 500)));
  });
  const claims = await send({ target: '/part/claims', lines: await prove({ target: '/part/claims' }) });
  assert.deepEqual([claims.status, claims.outcome], [401, 'ERR_CLAIMS_INSUFFICIENT']);
  const own = await send({ target: '/own', lines: await prove({ target: '/own' }) });
  assert.deepEqual([own.status, own.body], [500, 'outer: own']);
});

test('serve of @hono/node-server, as the guide has it', async (t) => {
  const app = new Hono().get('/orders', holdfastHono(createOwnValidator()), (c) =>
    c.json({ tenant: c.var.auth.tenant }),
  );
  const port = await new Promise<number>((resolve) => {
    const server = serveNode({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info) => resolve(info.port));
    t.after(() => server.close());
  });
  assert.equal((await ask(port, 'http', { lines: await prove() })).outcome, 'accepted');
  // Hono alone would route this one: the address is compared as it came.
  assert.equal((await ask(port, 'http', { target: '/x/../orders', lines: await prove() })).outcome, 'ERR_SHR_PATH');
});

test('a misspelt requirement and a limit that bounds nothing stop the program at start-up', () => {
  for (const wrong of [
    { scopes: ['read'] },
    { requiredRoles: 'read' },
    { keepBodyBytes: Number.NaN },
    { keepBodyBytes: Number.POSITIVE_INFINITY },
  ]) {
    assert.throws(() => holdfastHono(createOwnValidator(), wrong as never), TypeError);
  }
});
