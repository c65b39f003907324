import assert from 'node:assert/strict';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { encodeUtf8, parseAuthenticationInfo, parseWwwAuthenticate } from '@holdfast/core';
import { claimsChallenge, corsExposedHeaders, type TokenValidatorOptions } from '@holdfast/resource';
import { holdfastExpress, holdfastExpressErrors, keepRawBody } from '@holdfast/resource/express';
import express from 'express';
import { makeValidator } from '../fixture/judge.ts';
import { keys, mintToken, type SignOptions, signRequest } from '../fixture/people.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly raw: readonly string[];
  readonly body: string;
}
interface Ask {
  readonly method?: string;
  readonly target?: string;
  readonly lines?: readonly string[];
  readonly body?: Uint8Array;
}

/** Listens on loopback; TLS would be terminated in front, so the configured origin is https. */
async function listen(t: TestContext, build: (app: express.Express, origin: string) => void) {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const origin = `https://localhost:${port}`;
  build(app, origin);
  const ask = ({ method = 'GET', target = '/orders', lines = [], body }: Ask): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = ['Host', 'spoofed.example', ...lines];
      const sent = httpRequest({ host: '127.0.0.1', port, method, path: target, headers, agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const { statusCode: status = 0, headers: received, rawHeaders: raw } = answer;
          resolve({ status, headers: received, raw, body: Buffer.concat(chunks).toString() });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return { ask, origin };
}

const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
const prove = async (more: Omit<SignOptions, 'accessToken'>) => [
  'Authorization',
  `PoP ${await signRequest({ accessToken, ...more })}`,
];

function orders(options: Partial<TokenValidatorOptions> = {}) {
  return (app: express.Express, origins: string) => {
    const validator = makeValidator({ origins, ...options });
    const protect = holdfastExpress(validator);
    app.use(express.json({ limit: '1kb', verify: keepRawBody }));
    app.get(
      '/orders',
      protect,
      (req, res) => void res.json({ tenant: req.auth?.tenant, binding: req.auth?.binding.method }),
    );
    app.get('/orders/:id', protect, (req, res) => void res.json({ id: req.params['id'] }));
    app.post('/orders', protect, (req, res) => void res.json({ got: req.body }));
    app.get('/write', holdfastExpress(validator, { requiredScopes: ['write'] }), (_req, res) => void res.end());
    app.get('/step-up', protect, () => {
      throw claimsChallenge({ access_token: { acrs: { essential: true, value: 'c1' } } });
    });
    app.get('/broken', protect, () => {
      throw new Error('a secret of the route');
    });
    const api = express.Router();
    api.get('/deep', protect, (_req, res) => void res.end('deep'));
    app.use('/v1', api);
    app.use(holdfastExpressErrors());
    // biome-ignore lint/complexity/useMaxParams: Express knows error handlers by their four parameters.
    app.use(((error, _req, res, _next) => void res.status(500).end(error.name)) as express.ErrorRequestHandler);
  };
}

test('a bound request passes over a real socket, its Bearer twin does not', async (t) => {
  const { ask, origin } = await listen(t, orders());
  const passed = await ask({ lines: await prove({ url: `${origin}/orders` }) });
  assert.equal(passed.status, 200);
  assert.equal(JSON.parse(passed.body).binding, 'key');
  const refused = await ask({ lines: ['Authorization', `Bearer ${accessToken}`] });
  assert.equal(refused.status, 401);
  assert.equal(JSON.parse(refused.body).code, 'ERR_BINDING_PROOF_MISSING');
  assert.equal(refused.headers['cache-control'], 'no-store');
  assert.match(refused.headers['www-authenticate'] ?? '', /^PoP error="invalid_token"/);
});

test('the walk with nonces, as a browser client makes it', async (t) => {
  const { ask, origin } = await listen(t, orders({ nonce: {} }));
  const url = `${origin}/orders`;
  const first = await ask({});
  const nonce = parseWwwAuthenticate(first.headers['www-authenticate'] ?? '')[0]?.params.get('nonce') ?? '';
  assert.equal(first.headers['www-authenticate'], `PoP nonce="${nonce}"`);
  const second = await ask({ lines: await prove({ url, nonce }) });
  assert.equal(second.status, 200);
  const next = parseAuthenticationInfo(String(second.headers['authentication-info'])).get('nextnonce') ?? '';
  assert.equal((await ask({ lines: await prove({ url, nonce: next }) })).status, 200);
});

test('two Authorization headers are seen, though Node keeps only the first of them', async (t) => {
  const { ask, origin } = await listen(t, orders());
  const [, value = ''] = await prove({ url: `${origin}/orders` });
  const answer = await ask({ lines: ['Authorization', value, 'authorization', 'Bearer x'] });
  assert.equal(answer.status, 400);
  assert.equal(JSON.parse(answer.body).code, 'ERR_CREDENTIAL_REPEATED');
});

test('the raw target counts: mounted routers, encodings, double slashes, queries, absolute form', async (t) => {
  const { ask, origin } = await listen(t, orders());
  const outcome = async (signed: string, target: string) => {
    const { status, body } = await ask({ target, lines: await prove({ url: `${origin}${signed}` }) });
    return status === 200 ? 'accepted' : JSON.parse(body).code;
  };
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

test('Host and forwarding headers choose nothing, even where Express trusts a proxy', async (t) => {
  const { ask, origin } = await listen(t, (app, origins) => {
    app.set('trust proxy', true);
    orders()(app, origins);
  });
  const spoofed = ['X-Forwarded-Host', 'evil.example', 'X-Forwarded-Proto', 'https', 'Forwarded', 'host=evil.example'];
  const evil = await ask({ lines: [...(await prove({ url: 'https://evil.example/orders' })), ...spoofed] });
  assert.equal(JSON.parse(evil.body).code, 'ERR_SHR_HOST');
  const good = await ask({ lines: [...(await prove({ url: `${origin}/orders` })), ...spoofed] });
  assert.equal(good.status, 200);
});

test('a covered body is checked against the raw bytes that a parser kept', async (t) => {
  const { ask, origin } = await listen(t, orders());
  const body = encodeUtf8('{ "quantity":  1 }');
  const post = async (sent: Uint8Array, type = 'application/json') => {
    const proof = await prove({ method: 'POST', url: `${origin}/orders`, body });
    const answer = await ask({
      method: 'POST',
      lines: [...proof, 'Content-Type', type, 'Content-Length', String(sent.length)],
      body: sent,
    });
    return answer.status === 200 ? 'accepted' : (JSON.parse(answer.body).code as string);
  };
  assert.equal(await post(body), 'accepted');
  assert.equal(await post(encodeUtf8('{"quantity":1}')), 'ERR_SHR_BODY');
  // No parser took this content type, so nobody kept the bytes.
  assert.equal(await post(body, 'text/plain'), 'ERR_SHR_BODY_UNAVAILABLE');
});

test('routes may ask for claims, and their other errors stay their own', async (t) => {
  const { ask, origin } = await listen(t, orders());
  const stepUp = await ask({ target: '/step-up', lines: await prove({ url: `${origin}/step-up` }) });
  assert.equal(stepUp.status, 401);
  assert.match(stepUp.headers['www-authenticate'] ?? '', /^Bearer error="insufficient_claims", claims="/);
  const broken = await ask({ target: '/broken', lines: await prove({ url: `${origin}/broken` }) });
  assert.deepEqual([broken.status, broken.body], [500, 'Error']);
  const write = await ask({ target: '/write', lines: await prove({ url: `${origin}/write` }) });
  assert.equal(write.status, 403);
});

test('several challenges are several header lines, and CORS headers set before stay', async (t) => {
  const { ask } = await listen(t, (app, origins) => {
    app.use((_req, res, next) => {
      res.setHeader(...corsExposedHeaders);
      next();
    });
    orders({ proof: 'when-bound' })(app, origins);
  });
  const { raw, headers } = await ask({});
  const lines = raw.filter((_, index) => raw[index - 1] === 'WWW-Authenticate');
  assert.deepEqual(lines, ['PoP', 'Bearer']);
  assert.equal(headers['access-control-expose-headers'], 'WWW-Authenticate, Authentication-Info');
});

test('a misspelt requirement stops the program at start-up', () => {
  assert.throws(() => holdfastExpress(makeValidator(), { scopes: ['read'] } as never), TypeError);
});
