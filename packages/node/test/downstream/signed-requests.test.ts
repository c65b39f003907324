import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:https';
import { after, before, describe, test } from 'node:test';
import { createDownstreamApi, type DownstreamApi } from '@holdfast/node';
import { createTokenValidator, entraIssuers } from '@holdfast/resource';
import { holdfastExpress, keepRawBody } from '@holdfast/resource/express';
import express from 'express';
import { type BoundBench, listening, scopes, startBoundBench } from '../confidential/bound-bench.ts';

describe('a downstream API with signed requests, at an API of ours', () => {
  let bench: BoundBench;
  let server: Server;
  let orders: DownstreamApi;
  before(async () => {
    bench = await startBoundBench();
    const { running } = bench;
    const { caPem, server: pair } = running.authority.certificates;
    const app = express();
    app.use(express.json({ verify: keepRawBody }), express.raw({ verify: keepRawBody }));
    server = createServer({ cert: pair.certPem, key: pair.keyPem }, app);
    const origin = `https://localhost:${await listening(server)}`;
    const transport = async (request: Request) => running.fetch(request);
    const validator = createTokenValidator({
      issuers: entraIssuers({ authority: running.sts, tenants: [running.tenantId] }),
      audience: ['api://orders', running.application('orders-api').clientId],
      origins: origin,
      transport,
    });
    app.all('/v1/orders', holdfastExpress(validator, { requiredRoles: ['Orders.Read'] }), (request, response) => {
      response.json({ proved: request.auth?.binding.method, body: request.body });
    });
    const client = bench.client({ clientSecret: running.application('daemon').secret });
    const { createTlsTransport } = await import('@holdfast/node');
    const own = createTlsTransport({ ca: caPem });
    orders = createDownstreamApi({ client, baseUrl: `${origin}/v1`, scopes, protocolScheme: 'Pop', transport: own });
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await bench.close();
  });

  test('proofs cover method, query and body; the nonce is answered, and remembered', async () => {
    assert.deepEqual(await orders.get('orders', { extraQueryParameters: { page: '2' } }), { proved: 'key' });
    const input = { total: 12.5, note: 'ä' };
    for (const method of ['post', 'put', 'patch'] as const) {
      assert.deepEqual(await orders[method]('orders', input), { proved: 'key', body: input });
    }
    const bytes = await orders.post('orders', Uint8Array.of(1, 2), { contentType: 'application/octet-stream' });
    assert.deepEqual(bytes, { proved: 'key', body: { type: 'Buffer', data: [1, 2] } });
    assert.deepEqual(await orders.delete('orders'), { proved: 'key' });
  });
});
