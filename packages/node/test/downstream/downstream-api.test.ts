import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createDownstreamApi, type DownstreamApi, type DownstreamApiOptions, DownstreamFailed } from '@holdfast/node';
import { type ClientCertificate, createMtlsPool, parsePemCertificate } from '@holdfast/node/mtls';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { type BoundBench, scopes, startBoundBench } from '../confidential/bound-bench.ts';
import { type OrdersApi, startOrdersApi } from './orders-api.ts';

describe('a downstream API with token binding, over real TLS', () => {
  let bench: BoundBench;
  let api: OrdersApi;
  let orders: DownstreamApi;
  let honest: OrdersApi['answer'];
  before(async () => {
    bench = await startBoundBench();
    api = await startOrdersApi(bench);
    honest = api.answer;
    orders = make();
  });
  beforeEach(() => {
    api.answer = honest;
    api.seen.length = 0;
  });
  after(() => bench.close());

  const make = (options: Partial<DownstreamApiOptions> = {}): DownstreamApi =>
    createDownstreamApi({
      client: bench.client(),
      baseUrl: `${api.origin}/v1/`,
      scopes,
      tokenBinding: { certificate: bench.certificate },
      ...options,
    });

  test('one line binds: every verb sends the bound token on a connection that presents its certificate', async () => {
    const { x5tS256 } = bench.certificate;
    const input = { total: 12.5 };
    const calls = [
      ['GET', '', () => orders.get('/orders/7?full=1')],
      ['DELETE', '', () => orders.delete('orders/7?full=1')],
      ['POST', '{"total":12.5}', () => orders.post('orders/7?full=1', input)],
      ['PUT', '{"total":12.5}', () => orders.put('orders/7?full=1', input)],
      ['PATCH', '{"total":12.5}', () => orders.patch('//orders/7?full=1', input)],
    ] as const;
    for (const [method, body, call] of calls) {
      const url = '/v1/orders/7?full=1';
      assert.deepEqual(await call(), { method, url, certificate: x5tS256, body, verdict: 'ok' });
    }
    assert.deepEqual(new Set(api.seen.map(({ label }) => label)), new Set(['mtls_pop']));
    assert.equal(new Set(api.seen.map(({ token }) => token)).size, 1, 'one token');
    assert.ok(api.connections.made < calls.length, 'connections are kept');
  });

  test('the certificate need not be the credential of the client', async () => {
    const client = bench.client({ clientSecret: bench.running.application('daemon').secret });
    const answer = await make({ client }).get<{ readonly verdict: string }>('orders');
    assert.equal(answer.verdict, 'ok');
    const own = make({ tokenBinding: {} });
    assert.equal((await own.get<{ readonly verdict: string }>()).verdict, 'ok');
    assert.deepEqual(
      api.seen.map(({ url }) => url),
      ['/v1/orders', '/v1/'],
    );
  });

  test('headers, query, media types and hooks, per API and per call', async () => {
    const told: string[] = [];
    const customised = make({
      extraHeaderParameters: { 'x-ms-tokenboundauth': 'true' },
      extraQueryParameters: { 'api-version': '1.0' },
      relativePath: 'orders',
      customizeHttpRequest: (call) => {
        told.push(`${call.method} ${call.url} ${'authorization' in call.headers}`);
        call.headers['x-request'] = 'r1';
      },
    });
    await customised.get();
    assert.equal(api.seen[0]?.url, '/v1/orders?api-version=1.0');
    assert.equal(api.seen[0]?.headers['x-ms-tokenboundauth'], 'true');
    assert.equal(api.seen[0]?.headers['x-request'], 'r1');
    assert.deepEqual(told, [`GET ${api.origin}/v1/orders?api-version=1.0 false`]);
    await customised.post('notes?a=1', 'a note', {
      contentType: 'text/plain',
      acceptHeader: 'text/plain',
      extraQueryParameters: { q: 'ä&b' },
      deserialize: (answer) => answer.text(),
    });
    const [, note] = api.seen;
    assert.deepEqual([note?.url, note?.body], ['/v1/notes?a=1&q=%C3%A4%26b', 'a note']);
    assert.deepEqual([note?.headers['content-type'], note?.headers.accept], ['text/plain', 'text/plain']);
    await customised.put('bytes', Uint8Array.of(0x61, 0x62));
    await customised.put('own', 7, { serialize: (input) => `<${String(input)}>` });
    assert.deepEqual(
      api.seen.slice(2).map(({ body }) => body),
      ['ab', '<7>'],
    );
  });

  test('reserved headers are refused, whoever sets them', async () => {
    for (const name of [
      'Authorization',
      'cookie',
      'Host',
      'X-Forwarded-For',
      'x-ms-token-aad',
      'X-MS-CLIENT-PRINCIPAL',
      'Client-Cert',
      'forwarded',
      'X-SSL-Cert',
    ]) {
      const extraHeaderParameters = { [name]: 'x' };
      await assert.rejects(orders.get('', { extraHeaderParameters }), { code: 'ERR_DOWNSTREAM_HEADER' }, name);
      const customizeHttpRequest: DownstreamApiOptions['customizeHttpRequest'] = ({ headers }) => {
        headers[name] = 'x';
      };
      await assert.rejects(orders.get('', { customizeHttpRequest }), { code: 'ERR_DOWNSTREAM_HEADER' }, name);
    }
    assert.equal(api.seen.length, 0);
  });

  test('no path leaves the base', async () => {
    const wrong = [
      '../admin',
      'a/../../admin',
      '..',
      '.',
      '%2e%2e/admin',
      '..%2fadmin',
      'a%5c..%5cb',
      '..;/admin',
      'a/%2e%2e%3Bx=1/admin',
      '\\evil',
      '#x',
      'a b',
      'ä',
    ];
    for (const path of wrong) {
      await assert.rejects(orders.get(path), { code: 'ERR_DOWNSTREAM_ADDRESS' }, path);
    }
    // What looks like another host is a path like any other.
    await orders.get('//evil.example/x');
    await orders.get('https://evil.example/x');
    assert.deepEqual(
      api.seen.map(({ url }) => url),
      ['/v1/evil.example/x', '/v1/https://evil.example/x'],
    );
    for (const baseUrl of [
      'http://localhost/',
      'https://u:p@localhost/',
      'https://localhost/?a',
      'localhost',
      undefined,
    ]) {
      assert.throws(() => make({ baseUrl: baseUrl as string }), TypeError);
    }
  });

  test('a redirect is not followed, a failure is typed, and its body is in no log', async () => {
    const secret = 'from the API';
    for (const [status, headers] of [
      [302, { location: 'https://localhost/elsewhere' }],
      [404, { 'content-type': 'text/plain' }],
      [503, {}],
    ] as const) {
      api.answer = (_seen, response) => response.writeHead(status, headers).end(secret.repeat(1000));
      await assert.rejects(orders.get('orders'), (error: unknown) => {
        assert.ok(error instanceof DownstreamFailed);
        assert.equal(error.status, status);
        assert.equal(error.body.length, 4096);
        assert.ok(error.body.startsWith(secret));
        assert.equal(JSON.stringify({ ...error }).includes(secret) || String(error.stack).includes(secret), false);
        return true;
      });
    }
  });

  test('answers that cannot be read are refused; nothing is undefined', async () => {
    const answers: readonly (readonly [string, string, string | undefined])[] = [
      ['application/json', '{', 'ERR_DOWNSTREAM_BODY'],
      ['application/octet-stream', 'x', 'ERR_DOWNSTREAM_MEDIA_TYPE'],
      ['', 'x', 'ERR_DOWNSTREAM_MEDIA_TYPE'],
      ['application/json', '', undefined],
      ['application/json', 'x'.repeat(101), 'ERR_DOWNSTREAM_TOO_LARGE'],
    ];
    for (const isChunked of [false, true]) {
      const small = make({ maxResponseBytes: 100 });
      for (const [type, body, code] of answers) {
        api.answer = (_seen, response) => {
          response.writeHead(200, {
            ...(type === '' ? {} : { 'content-type': type }),
            ...(isChunked ? {} : { 'content-length': body.length }),
          });
          response.write(body.slice(0, 1));
          response.end(body.slice(1));
        };
        if (code === undefined) assert.equal(await small.get(), undefined);
        else await assert.rejects(small.get(), { code }, `${type} ${isChunked}`);
      }
      for (const [type, body, value] of [
        ['application/problem+json; charset=utf-8', '{"a":1}', { a: 1 }],
        ['text/plain', 'text', 'text'],
      ] as const) {
        api.answer = (_seen, response) => response.writeHead(200, { 'content-type': type }).end(body);
        assert.deepEqual(await small.get(), value);
      }
    }
    // A deserialiser that reads nothing leaves the connection free for the next call.
    api.answer = (_seen, response) => response.writeHead(200).end('x'.repeat(1_000_000));
    const one = make({
      mtlsPool: createMtlsPool({ ca: bench.running.authority.certificates.caPem, maxConnections: 1 }),
    });
    for (let calls = 0; calls < 3; calls += 1) {
      assert.equal(await one.get('big', { deserialize: ({ status }) => status }), 200);
    }
  });

  test('call gives any answer as it is', async () => {
    api.answer = (_seen, response) => response.writeHead(418, { 'x-pot': 'tea' }).end('short');
    const answer = await orders.call({ httpMethod: 'options', relativePath: 'pot' });
    assert.deepEqual([answer.status, answer.header('X-Pot'), await answer.text()], [418, 'tea', 'short']);
    assert.equal(api.seen[0]?.method, 'OPTIONS');
  });

  test('a claims challenge is answered once, with the certificate of that moment on its own connection', async () => {
    const { certPem, keyPem } = await bench.running.authority.certificates.clientCertificate('daemon');
    const renewed = parsePemCertificate({ certificate: certPem, privateKey: keyPem });
    let current: ClientCertificate = bench.certificate;
    const certificate = { current: async () => current, invalidate() {}, close() {} };
    const challenged = make({ tokenBinding: { certificate } });
    await challenged.get();
    const claims = Buffer.from(JSON.stringify({ access_token: { nbf: { essential: true, value: '1' } } })).toString(
      'base64',
    );
    api.answer = (seen, response) => {
      if (api.seen.length > 2) return honest(seen, response);
      current = renewed;
      response.writeHead(401, { 'www-authenticate': `Bearer error="insufficient_claims", claims="${claims}"` }).end();
    };
    await challenged.get();
    const [, refused, accepted] = api.seen;
    assert.equal(api.seen.length, 3);
    assert.notEqual(accepted?.token, refused?.token);
    assert.equal(accepted?.verdict, 'ok');
    api.answer = (_seen, response) =>
      response.writeHead(401, { 'www-authenticate': `Bearer error="insufficient_claims", claims="${claims}"` }).end();
    api.seen.length = 0;
    await assert.rejects(challenged.get(), { code: 'ERR_DOWNSTREAM_STATUS', status: 401 });
    assert.equal(api.seen.length, 2, 'once');
  });

  test('clientCertificateOnly presents the certificate and sends no token', async () => {
    const before = bench.issued();
    api.answer = (_seen, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('in');
    const { tokenBinding, ...rest } = { tokenBinding: { certificate: bench.certificate } };
    assert.deepEqual(rest, {});
    for (const binding of [tokenBinding, undefined]) {
      const certificateOnly = make({ scopes: undefined as never, clientCertificateOnly: true, tokenBinding: binding });
      assert.equal(await certificateOnly.get(), 'in');
    }
    for (const { headers, certificate } of api.seen) {
      assert.deepEqual([headers.authorization, certificate], [undefined, bench.certificate.x5tS256]);
    }
    assert.equal(bench.issued(), before);
    assert.throws(() => make({ clientCertificateOnly: true }), TypeError);
  });

  test('options that contradict each other or do not exist are refused at once', () => {
    const client = bench.client();
    for (const wrong of [
      { tokenBinding: { cert: 1 } },
      { tokenBinding: { allowUnboundFallback: 'true' } },
      { tokenBinding: undefined, clientCertificateOnly: 'true' },
      { tokenbinding: {} },
      { client: {} },
      { scopes: undefined },
      { maxResponseBytes: -1 },
    ] as object[]) {
      assert.throws(() => make({ client, ...wrong }), TypeError, JSON.stringify(wrong));
    }
    for (const protocolScheme of ['bearer', 'pop']) {
      assert.throws(() => make({ client, protocolScheme }), { code: 'ERR_SCHEME_PARAMETERS' });
    }
    assert.throws(() => make({ client, protocolScheme: 'mtls' }), { code: 'ERR_SCHEME_UNKNOWN' });
    return assert.rejects(orders.get('', { protocolScheme: 'bearer' } as object), TypeError);
  });

  test('the fallback: only where it is allowed, only where there is no certificate, and told', async () => {
    const client = bench.client({ clientSecret: bench.running.application('daemon').secret });
    await assert.rejects(make({ client, tokenBinding: {} }).get(), { code: 'ERR_BINDING_CERTIFICATE' });
    assert.equal(api.seen.length, 0);
    const told: string[] = [];
    const { createTlsTransport } = await import('@holdfast/node');
    const transport = createTlsTransport({ ca: bench.running.authority.certificates.caPem });
    const falling = make({
      client,
      transport,
      tokenBinding: { allowUnboundFallback: true },
      events: ({ option }) => told.push(option),
    });
    await assert.rejects(falling.get(), { code: 'ERR_DOWNSTREAM_STATUS', status: 401 });
    assert.deepEqual(told, ['allowUnboundFallback']);
    assert.deepEqual([api.seen[0]?.label, api.seen[0]?.verdict, api.seen[0]?.certificate], ['Bearer', 'unbound', '']);
    await transport.close();
  });

  test('a certificate that the authority does not know gets nothing, and the API hears nothing', async () => {
    const stranger = parsePemCertificate(await makeCertificate({ name: 'stranger' }));
    const api2 = make({ tokenBinding: { certificate: stranger, allowUnboundFallback: true } });
    await assert.rejects(api2.get(), { code: 'ERR_TOKEN_REQUEST_REFUSED' });
    assert.equal(api.seen.length, 0);
  });
});
