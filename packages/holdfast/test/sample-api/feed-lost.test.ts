import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type Authority, createAuthority } from '@holdfast/authority';
import { createConfidentialClient, createTlsTransport, type TlsTransport } from '@holdfast/node';
import type { ResourceEvent } from '@holdfast/resource';
import { type AdminRevocationFeed, createAdminRevocationFeed } from '@holdfast/resource/revocation-feed';
import { until } from '@holdfast/testing';
import { createGuards } from '../../src/sample-api/guards.ts';
import { type ListeningSampleApi, listenSampleApi } from '../../src/sample-api/listen-sample-api.ts';
import { temporaryFolder } from '../support/holdfast-process.ts';
import { scopes } from '../support/scene.ts';

// One authority that goes away and comes back on its data and its ports, and one API that has to live with it.

suite('an API whose authority goes away', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let authority: Authority;
  let ports: { readonly stsPort: number; readonly mtlsStsPort: number; readonly adminPort: number };
  let transport: TlsTransport;
  let feed: AdminRevocationFeed;
  let api: ListeningSampleApi;
  let adminKey: string;
  let offsetMs = 0;
  const events: ResourceEvent[] = [];
  const clock = (): number => Date.now() + offsetMs;
  const tokens = { cae: '', plain: '' };

  before(async () => {
    folder = await temporaryFolder();
    authority = await createAuthority({ dataDirectory: folder.path });
    const described = await authority.listen();
    const { sts, mtlsSts, admin } = described;
    const [stsPort, mtlsStsPort, adminPort] = [sts, mtlsSts, admin].map((origin) => Number(new URL(origin).port));
    ports = { stsPort: stsPort ?? 0, mtlsStsPort: mtlsStsPort ?? 0, adminPort: adminPort ?? 0 };
    adminKey = described.adminKey;
    transport = createTlsTransport({ ca: authority.certificates.caPem });
    const { tenantId, clientId, secret } =
      described.applications.find(({ name }) => name === 'daemon') ?? assert.fail();
    for (const [name, clientCapabilities] of [
      ['cae', ['cp1']],
      ['plain', []],
    ] as const) {
      const client = createConfidentialClient({
        authority: `${sts}/${tenantId}`,
        clientId,
        clientSecret: secret,
        clientCapabilities,
        transport,
      });
      tokens[name] = (await client.acquireTokenForClient({ scopes })).accessToken;
      client.close();
    }
    const publish = (event: ResourceEvent): void => void events.push(event);
    feed = createAdminRevocationFeed({ url: `${admin}/revocations`, key: adminKey, clock, events: publish });
    await feed.untilCurrent();
    const registered = authority.directory.findApi('api://orders');
    const audience = ['api://orders', registered?.clientId ?? ''];
    api = await listenSampleApi({
      host: 'localhost',
      port: 0,
      tls: authority.certificates.server,
      guardsFor: (origin) =>
        createGuards({ authority: sts, tenants: [tenantId], audience, origin, transport, revocationFeed: feed, clock }),
    });
  });
  after(async () => {
    await feed?.close();
    await api?.close();
    await authority?.close();
    await transport?.close();
    await folder?.remove();
  });

  const call = (name: keyof typeof tokens): Promise<Response> =>
    transport(new Request(`${api.origin}/open/orders`, { headers: { authorization: `Bearer ${tokens[name]}` } }));

  async function revoke(body: object): Promise<void> {
    const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
    const address = `http://127.0.0.1:${ports.adminPort}/revoke`;
    const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.equal(response.status, 201);
  }

  test('five minutes long nothing changes; then tokens that live for a day are answered 503, and others pass', async () => {
    assert.equal((await call('cae')).status, 200);
    await authority.close();
    await until(() => events.some(({ name }) => name === 'revocation.feed-lost'));
    offsetMs = 290_000;
    assert.equal((await call('cae')).status, 200);
    offsetMs = 310_000;
    const answer = await call('cae');
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '10']);
    assert.equal(answer.headers.get('www-authenticate'), null);
    assert.deepEqual(await answer.json(), { error: 'temporarily_unavailable' });
    assert.equal((await call('plain')).status, 200);
  });

  test('it comes back by itself, and hears of what was revoked while it could not listen', async () => {
    authority = await createAuthority({ dataDirectory: folder.path });
    await authority.listen(ports);
    await revoke({ application: 'daemon' });
    await until(() => feed.secondsBehind() < 100);
    for (const name of ['cae', 'plain'] as const) {
      const answer = await call(name);
      assert.equal(answer.status, 401);
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer error="insufficient_claims", claims="/);
    }
  });

  test('an authority that starts again keeps what it revoked, and gives nobody a token back', async () => {
    const before = events.length;
    await authority.close();
    authority = await createAuthority({ dataDirectory: folder.path });
    await authority.listen(ports);
    await until(() => events.slice(before).some(({ name }) => name === 'revocation.feed-current'));
    assert.equal((await call('cae')).status, 401);
    assert.equal(feed.size, 1);
  });
});
