import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { redisMissing } from '@holdfast/testing';
import { type Cluster, type MitsProcess, startCluster } from '../harness/cluster.ts';
import { hashOf, type NodeClient, tokenOf } from '../harness/node-client.ts';

suite('fifty nodes, two token services, one Redis', { skip: redisMissing }, () => {
  let cluster: Cluster;
  let services: readonly MitsProcess[];
  let nodes: readonly NodeClient[];

  before(async () => {
    cluster = await startCluster();
    services = await Promise.all([cluster.start(), cluster.start()]);
    nodes = Array.from({ length: 50 }, (_, index) => cluster.client(services[index % 2]!));
  });
  after(() => cluster.close());

  test('they share one token from the beginning: one call', async () => {
    const tokens = await Promise.all(nodes.map(async (node) => tokenOf(await node.ask())));
    assert.equal(new Set(tokens).size, 1);
    assert.equal(await cluster.upstreamCalls(), 1);
  });

  test('all of them are refused and send the same hash: exactly one call, one new token, and the old one is gone', async () => {
    const old = tokenOf(await nodes[0]!.ask());
    const callsBefore = await cluster.upstreamCalls();
    await cluster.authority.admin('/revoke', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ identity: 'system' }),
    });
    const hash = hashOf(old);
    const tokens = await Promise.all(nodes.map(async (node) => tokenOf(await node.ask({ hash }))));
    assert.equal(new Set(tokens).size, 1);
    assert.notEqual(tokens[0], old);
    assert.equal((await cluster.upstreamCalls()) - callsBefore, 1);
    const plain = await Promise.all(nodes.map(async (node) => tokenOf(await node.ask())));
    assert.deepEqual(new Set(plain), new Set(tokens));
  });

  test('a node that comes late with the old hash, or with one that nobody knows, gets the token there is: no call', async () => {
    const present = tokenOf(await nodes[0]!.ask());
    const callsBefore = await cluster.upstreamCalls();
    for (const hash of [hashOf('a token of long ago'), 'f'.repeat(64), hashOf(`${present} `)]) {
      const tokens = await Promise.all(nodes.map(async (node) => tokenOf(await node.ask({ hash }))));
      assert.deepEqual(new Set(tokens), new Set([present]));
    }
    assert.equal(await cluster.upstreamCalls(), callsBefore);
  });

  test('three revocations one after the other cost three calls', async () => {
    const callsBefore = await cluster.upstreamCalls();
    let token = tokenOf(await nodes[0]!.ask());
    const seen = new Set([token]);
    for (let turn = 0; turn < 3; turn += 1) {
      const hash = hashOf(token);
      const tokens = await Promise.all(nodes.map(async (node) => tokenOf(await node.ask({ hash }))));
      assert.equal(new Set(tokens).size, 1);
      token = tokens[0]!;
      assert.equal(seen.has(token), false, 'a refused token came back');
      seen.add(token);
    }
    assert.equal((await cluster.upstreamCalls()) - callsBefore, 3);
  });

  test('the token carries what the nodes can do, and its times are right', async () => {
    const { body, headers } = await nodes[1]!.ask();
    const payload = JSON.parse(Buffer.from(String(body['access_token']).split('.')[1]!, 'base64url').toString());
    assert.equal(payload.oid, cluster.identities['system']?.objectId);
    assert.deepEqual(payload.xms_cc, ['cp1']);
    assert.ok(Math.abs(Number(body['expires_on']) - payload.exp) <= 2);
    assert.equal(typeof body['expires_on'], 'string');
    assert.equal(body['token_type'], 'Bearer');
    assert.equal(body['resource'], 'api://orders');
    assert.equal(headers['cache-control'], 'no-store');
  });
});
