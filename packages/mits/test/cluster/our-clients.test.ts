import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { createManagedIdentityClient, type ManagedIdentityClient } from '@holdfast/node/managed-identity';
import { redisMissing } from '@holdfast/testing';
import { type Cluster, type MitsProcess, startCluster } from '../harness/cluster.ts';

const resource = 'api://orders';
const claims = { access_token: { nbf: { essential: true, value: '1700000000' } } };

suite('fifty clients of managed identities, two token services, one Redis', { skip: redisMissing }, () => {
  let cluster: Cluster;
  let services: [MitsProcess, MitsProcess];
  let clients: readonly ManagedIdentityClient[];

  before(async () => {
    cluster = await startCluster();
    services = await Promise.all([cluster.start(), cluster.start()]);
    clients = Array.from({ length: 50 }, (_, index) => {
      const { port, secret, certificate } = services[index % 2]!;
      return createManagedIdentityClient({
        clientCapabilities: ['cp1'],
        disableInternalRetries: true,
        environment: {
          IDENTITY_ENDPOINT: `https://localhost:${port}/metadata/identity/oauth2/token`,
          IDENTITY_HEADER: secret,
          IDENTITY_SERVER_THUMBPRINT: new X509Certificate(certificate).fingerprint.replaceAll(':', ''),
        },
      });
    });
  });
  after(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await cluster.close();
  });

  const all = (wanted: readonly ManagedIdentityClient[], request: { claims?: typeof claims } = {}) =>
    Promise.all(wanted.map(async (client) => (await client.acquireToken({ resource, ...request })).accessToken));

  test('one call for the token that all of them share', async () => {
    assert.equal(new Set(await all(clients)).size, 1);
    assert.equal(await cluster.upstreamCalls(), 1);
  });

  test('all of them are challenged: one call, one new token, and every client has it from then on', async () => {
    const [old] = await all(clients.slice(0, 1));
    const before = await cluster.upstreamCalls();
    const refreshed = new Set(await all(clients, { claims }));
    assert.equal(refreshed.size, 1);
    assert.equal(refreshed.has(old!), false);
    assert.deepEqual(new Set(await all(clients)), refreshed);
    assert.equal((await cluster.upstreamCalls()) - before, 1);
  });

  test('all of them are challenged and one token service is killed in flight: its call, one more, and one new token', async () => {
    const [old] = await all(clients.slice(0, 1));
    const before = await cluster.upstreamCalls();
    const [first] = services;
    const ofFirst = clients.filter((_, index) => index % 2 === 0);
    const ofSecond = clients.filter((_, index) => index % 2 === 1);
    // Longer than the service lives.
    const { reached } = await cluster.delayUpstream(60_000);
    const doomed = Promise.allSettled(ofFirst.map((client) => client.acquireToken({ resource, claims })));
    await reached();
    const waiting = all(ofSecond, { claims });
    await first.kill();
    assert.ok((await doomed).every(({ status }) => status === 'rejected'));
    const refreshed = new Set(await waiting);
    // The platform starts it anew, and its clients answer their challenge once more.
    await cluster.start({ port: first.port });
    for (const token of await all(ofFirst, { claims })) refreshed.add(token);
    assert.equal(refreshed.size, 1);
    assert.equal(refreshed.has(old!), false);
    assert.equal((await cluster.upstreamCalls()) - before, 2);
  });
});
