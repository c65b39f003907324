import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { redisMissing } from '@holdfast/testing';
import { type Cluster, type MitsProcess, startCluster } from '../harness/cluster.ts';
import { hashOf, type NodeClient, tokenOf } from '../harness/node-client.ts';

suite('the shared Redis is gone', { skip: redisMissing }, () => {
  let cluster: Cluster;
  let service: MitsProcess;
  let node: NodeClient;
  let token: string;

  before(async () => {
    cluster = await startCluster();
    // Every question to a Redis that is gone takes as long.
    service = await cluster.start({ storeMs: 400 });
    node = cluster.client(service);
    token = tokenOf(await node.ask());
    await cluster.redis.kill();
  });
  after(() => cluster.close());

  test('a token at hand that nobody refused is still given', async () => {
    assert.equal(tokenOf(await node.ask()), token);
    assert.equal(tokenOf(await node.ask({ hash: hashOf('another') })), token);
  });

  test('what is not at hand is refused with 503, and the authority is not asked', async () => {
    const callsBefore = await cluster.upstreamCalls();
    const { status, body, headers } = await node.ask({ resource: 'https://vault.azure.net' });
    assert.deepEqual([status, body['error'], body['code']], [503, 'temporarily_unavailable', 'ERR_MITS_STORE']);
    assert.equal(headers['retry-after'], '1');
    assert.equal(await cluster.upstreamCalls(), callsBefore);
  });

  test('a token that was refused is given to nobody any more, store or no store', async () => {
    const callsBefore = await cluster.upstreamCalls();
    assert.equal((await node.ask({ hash: hashOf(token) })).status, 503);
    for (let turn = 0; turn < 3; turn += 1) assert.equal((await node.ask()).status, 503);
    assert.equal(await cluster.upstreamCalls(), callsBefore);
    assert.ok(service.events.some(({ name }) => name === 'store.failed'));
  });
});
