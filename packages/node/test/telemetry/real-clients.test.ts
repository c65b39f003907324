import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { createServer, type Server } from 'node:https';
import { after, afterEach, before, beforeEach, suite, test } from 'node:test';
import { createBoundFetch, createTlsTransport, type TlsTransport } from '@holdfast/node';
import {
  createMemoryRevocationFeed,
  createTokenValidator,
  entraIssuers,
  type TokenValidator,
} from '@holdfast/resource';
import { holdfastExpress } from '@holdfast/resource/express';
import { assertShowsNoSecret, secret } from '@holdfast/testing';
import { type Context, type ContextManager, context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import express from 'express';
import { createTelemetrySink } from '../../src/telemetry/telemetry-sink.ts';
import { type BoundBench, listening, scopes, startBoundBench } from '../confidential/bound-bench.ts';
import { openRealSdk, type RealSdk } from './real-sdk.ts';

/** What OpenTelemetry's own context manager for Node does. */
function followAsync(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, work, ...[self, ...args]) => storage.run(active, () => work.apply(self, args)),
    bind: (_context, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}

suite('a confidential client and an API, with the real authority and the real SDK', () => {
  let bench: BoundBench;
  let server: Server;
  let transport: TlsTransport;
  let origin: string;
  let sdk: RealSdk;
  let validator: TokenValidator;
  const revocations = createMemoryRevocationFeed();

  before(async () => {
    bench = await startBoundBench();
    const { caPem, server: pair } = bench.running.authority.certificates;
    const app = express();
    app.get(
      '/orders',
      (request, response, next) => holdfastExpress(validator)(request, response, next),
      (_request, response) => {
        response.end();
      },
    );
    server = createServer({ cert: pair.certPem, key: pair.keyPem }, app);
    origin = `https://localhost:${await listening(server)}`;
    transport = createTlsTransport({ ca: caPem });
    context.setGlobalContextManager(followAsync());
  });
  after(async () => {
    context.disable();
    server?.closeAllConnections();
    server?.close();
    await transport?.close();
    await bench?.close();
  });
  beforeEach(() => {
    sdk = openRealSdk();
    const { running } = bench;
    validator = createTokenValidator({
      issuers: entraIssuers({ authority: running.sts, tenants: [running.tenantId] }),
      audience: ['api://orders', running.application('orders-api').clientId],
      origins: origin,
      transport: async (request) => running.fetch(request),
      revocation: { feed: revocations },
      events: createTelemetrySink({ meter: sdk.meter, tracer: sdk.tracer }),
    });
  });
  afterEach(() => sdk.close());

  const open = () => {
    const { secret: clientSecret = '' } = bench.running.application('daemon');
    const events = createTelemetrySink({ meter: sdk.meter, tracer: sdk.tracer });
    return { client: bench.client({ clientSecret, events }), clientSecret };
  };
  const outcomes = async () =>
    (await sdk.figures('holdfast.token.acquisitions')).map(({ attributes, value }) => [
      attributes['holdfast.outcome'],
      attributes['holdfast.token.source'],
      attributes['holdfast.reason'],
      value,
    ]);

  test('tokens of the network, of somebody else’s request and of the cache; the key; durations', async () => {
    const { client, clientSecret } = open();
    const request = { scopes, authenticationScheme: 'pop' } as const;
    const [token] = await Promise.all(Array.from({ length: 5 }, () => client.acquireTokenForClient(request)));
    await client.acquireTokenForClient(request);
    await client.acquireTokenForClient({ ...request, forceRefresh: true });
    assert.deepEqual(await outcomes(), [
      ['success', 'network', 'no-cached-token', 1],
      ['success', 'shared', 'no-cached-token', 4],
      ['success', 'cache', undefined, 1],
      ['success', 'network', 'force-refresh', 1],
    ]);
    assert.equal(sdk.spans().length, 7);
    const [generated] = await sdk.figures('holdfast.key.generation.duration');
    assert.ok((generated?.value as { count: number } | undefined)?.count);
    const spans = sdk.spans().map(({ attributes, events }) => ({ attributes, events }));
    assertShowsNoSecret({ spans, figures: await sdk.figures() }, [
      secret('client secret', clientSecret),
      secret('token', String(token?.accessToken)),
      secret('thumbprint', String(token?.bindingThumbprint)),
      secret('tenant', bench.running.tenantId),
      secret('client', bench.running.application('daemon').clientId),
    ]);
  });

  test('a refusal of the authority: its code, its status and its number', async () => {
    const { client } = open();
    await assert.rejects(client.acquireTokenForClient({ scopes: ['api://nobody/.default'] }));
    const [span] = sdk.spans();
    assert.deepEqual(span?.attributes, {
      'holdfast.scheme': 'bearer',
      'holdfast.reason': 'no-cached-token',
      'holdfast.outcome': 'failure',
      'error.type': 'ERR_TOKEN_REQUEST_REFUSED',
      'http.response.status_code': 400,
      'holdfast.aadsts': 500_011,
    });
    assert.equal(span?.status.code, 2);
  });

  test('the span of an acquisition belongs to the span of its caller', async () => {
    const { client } = open();
    const tracer = trace.wrapSpanContext({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 });
    await context.with(trace.setSpan(ROOT_CONTEXT, tracer), () => client.acquireTokenForClient({ scopes }));
    const [span] = sdk.spans();
    assert.equal(span?.spanContext().traceId, 'a'.repeat(32));
    assert.equal(span?.parentSpanContext?.spanId, 'b'.repeat(16));
  });

  test('an API: authenticated, without its proof, and revoked', async () => {
    const { client } = open();
    const fetch = createBoundFetch({ client, scopes, authenticationScheme: 'pop', origins: [origin], transport });
    assert.equal((await fetch(`${origin}/orders`)).status, 200);
    const token = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
    const stolen = new Request(`${origin}/orders`, { headers: { authorization: `Bearer ${token.accessToken}` } });
    assert.equal((await transport(stolen)).status, 401);
    const now = Math.floor(Date.now() / 1000);
    revocations.revoke({
      kind: 'jkt',
      value: String(token.bindingThumbprint),
      revokedAt: now,
      expiresAt: now + 86_400,
    });
    await fetch(`${origin}/orders`).catch(() => undefined);
    const requests = (await sdk.figures('holdfast.api.requests')).map(({ attributes }) => [
      attributes['holdfast.outcome'],
      attributes['error.type'] ?? attributes['holdfast.binding'],
    ]);
    assert.deepEqual(
      new Set(requests.map((row) => row.join(' '))),
      new Set([
        'refused ERR_NONCE_MISSING',
        'authenticated key',
        'refused ERR_BINDING_PROOF_MISSING',
        'refused ERR_TOKEN_REVOKED',
      ]),
    );
    assert.deepEqual(
      (await sdk.figures('holdfast.binding.failures')).map(({ attributes }) => attributes),
      [{ 'holdfast.side': 'api', 'error.type': 'ERR_BINDING_PROOF_MISSING' }],
    );
    assert.deepEqual(
      (await sdk.figures('holdfast.revoked_tokens.refused')).map(({ attributes }) => attributes),
      [{ 'holdfast.side': 'api', 'holdfast.kind': 'jkt' }],
    );
  });
});
