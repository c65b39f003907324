import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join, relative } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { decodeCompactJws } from '@holdfast/core';
import { createBoundFetch, createTlsTransport } from '@holdfast/node';
import { listeningAddresses } from '../support/listening-sockets.ts';
import { openScene, type Scene, scopes } from '../support/scene.ts';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const onLinux = process.platform === 'linux' ? {} : { skip: 'sockets are listed under /proc, which Linux has' };

suite('holdfast up --json: the ready line, the data directory, the listeners', () => {
  let scene: Scene;
  let dataDirectory: string;

  before(async () => {
    const parameters = ['--redirect-uri', 'spa=https://app.example/back', '--redirect-uri', 'spa=http://localhost:7/x'];
    scene = await openScene({ parameters });
    dataDirectory = join(scene.folder, 'data');
  });
  after(() => scene?.close());

  test('names every service that there is, and no other', () => {
    assert.deepEqual(Object.keys(scene.holdfast.ready), [
      'ready',
      'sts',
      'mtlsSts',
      'imds',
      'mits',
      'appService',
      'admin',
      'adminKey',
      'api',
      'mtlsApi',
      'caFile',
      'trustFile',
      'envFile',
      'certs',
      'tenants',
      'applications',
      'identities',
      'users',
      'mitsEnv',
    ]);
    const { ready, sts, mtlsSts, imds, mits, appService, admin, adminKey, api, mtlsApi } = scene.holdfast.ready;
    assert.equal(ready, true);
    for (const origin of [sts, mtlsSts, api, mtlsApi]) assert.match(origin, /^https:\/\/localhost:\d+$/);
    for (const origin of [imds, admin]) assert.match(origin, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.match(mits, /^https:\/\/localhost:\d+\/metadata\/identity\/oauth2\/token$/);
    assert.equal(appService.endpoint, `${imds}/appservice/msi/token`);
    for (const secret of [adminKey, appService.header]) assert.match(secret, /^[\w-]{43}$/);
  });

  test('managed identities, and the environment of their programs', () => {
    const { identities, mits, mitsEnv, trustFile } = scene.holdfast.ready;
    assert.deepEqual(
      identities.map((identity) => [identity.name, Object.keys(identity).slice(1)]),
      [
        ['system', ['clientId', 'objectId']],
        ['worker', ['clientId', 'objectId', 'resourceId']],
      ],
    );
    for (const { clientId, objectId } of identities) for (const id of [clientId, objectId]) assert.match(id, guid);
    assert.deepEqual(Object.keys(mitsEnv), ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'IDENTITY_SERVER_THUMBPRINT']);
    assert.equal(mitsEnv.IDENTITY_ENDPOINT, mits);
    assert.match(mitsEnv.IDENTITY_HEADER, /^[\w-]{43}$/);
    const pinned = (readFileSync(trustFile, 'utf8').match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [])
      .map((pem) => new X509Certificate(pem))
      .find(({ fingerprint }) => fingerprint.replaceAll(':', '') === mitsEnv.IDENTITY_SERVER_THUMBPRINT);
    assert.equal(pinned?.subject, 'CN=localhost');
    assert.equal(pinned?.issuer, pinned?.subject);
  });

  test('the env files of App Service and Service Fabric hold their variables, and nothing else', () => {
    const { appService, mitsEnv } = scene.holdfast.ready;
    const valuesOf = (name: string): unknown =>
      Object.fromEntries(
        readFileSync(join(dataDirectory, name), 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => line.split(/=(.*)/).slice(0, 2)),
      );
    assert.deepEqual(valuesOf('env.appservice'), {
      IDENTITY_ENDPOINT: appService.endpoint,
      IDENTITY_HEADER: appService.header,
    });
    assert.deepEqual(valuesOf('env.mits'), mitsEnv);
  });

  test('each service of the machine gives the token of its identity', async () => {
    const { imds, appService, mitsEnv, identities, trustFile } = scene.holdfast.ready;
    const tls = createTlsTransport({ ca: readFileSync(trustFile, 'utf8') });
    const query = (version: string): string => `?api-version=${version}&resource=api://orders`;
    const asked = [
      [`${imds}/metadata/identity/oauth2/token${query('2018-02-01')}`, { metadata: 'true' }],
      [`${appService.endpoint}${query('2019-08-01')}`, { 'x-identity-header': appService.header }],
      [`${mitsEnv.IDENTITY_ENDPOINT}${query('2020-05-01')}`, { secret: mitsEnv.IDENTITY_HEADER }],
    ] as const;
    try {
      for (const [url, headers] of asked) {
        const send = url.startsWith('https:') ? tls : fetch;
        const response = await send(new Request(url, { headers }));
        const text = await response.text();
        assert.equal(response.status, 200, text);
        const { access_token: token } = JSON.parse(text) as { readonly access_token: string };
        assert.equal(decodeCompactJws(token).payload['oid'], identities[0]?.objectId, url);
      }
    } finally {
      await tls.close();
    }
    const { services } = (await (await scene.admin.request('/counters')).json()) as {
      readonly services: Readonly<Record<string, Readonly<Record<string, number>>>>;
    };
    assert.deepEqual(services['mits'], { 'GET /metadata/identity/oauth2/token': 1 });
    assert.equal(services['app-service']?.['GET /appservice/msi/token'], 1);
    assert.equal(services['imds']?.['GET /metadata/identity/oauth2/token'], 1);
  });

  test('its files are where it says', () => {
    const { caFile, trustFile, envFile, certs } = scene.holdfast.ready;
    const files = { caFile, trustFile, envFile, ...certs.localhost };
    assert.deepEqual(
      Object.entries(files).map(([name, file]) => [name, relative(dataDirectory, file)]),
      [
        ['caFile', 'ca.pem'],
        ['trustFile', 'trust.pem'],
        ['envFile', 'env'],
        ['certFile', 'certs/localhost.pem'],
        ['keyFile', 'certs/localhost-key.pem'],
      ],
    );
    for (const file of [caFile, trustFile, certs.localhost.certFile])
      assert.match(readFileSync(file, 'utf8'), /BEGIN CERT/);
    assert.match(readFileSync(certs.localhost.keyFile, 'utf8'), /BEGIN PRIVATE KEY/);
  });

  test('tenants, applications and users have what a client needs', () => {
    const { tenants, applications, users } = scene.holdfast.ready;
    assert.deepEqual(
      tenants.map(({ domain }) => domain),
      ['contoso.example', 'fabrikam.example'],
    );
    assert.deepEqual(
      applications.map((application) => [application.name, Object.keys(application).slice(3)]),
      [
        ['daemon', ['secret', 'certFile', 'keyFile', 'chainFile']],
        ['spa', ['redirectUris']],
        ['web-app', ['secret', 'redirectUris']],
        ['orders-api', ['appIdUri', 'scopes', 'roles']],
        ['fabrikam-daemon', ['secret']],
      ],
    );
    const ids = [...tenants.map(({ id }) => id), ...applications.map(({ clientId }) => clientId)];
    for (const id of ids) assert.match(id, guid);
    assert.equal(new Set(ids).size, ids.length);
    const secrets = [...applications.flatMap(({ secret }) => secret ?? []), ...users.map(({ password }) => password)];
    assert.equal(new Set(secrets).size, 6);
    for (const secret of secrets) assert.ok(secret.length >= 43);
    const api = scene.holdfast.application('orders-api');
    assert.deepEqual(
      [api.appIdUri, api.scopes, api.roles],
      ['api://orders', ['read', 'write'], ['Orders.Read', 'Orders.Write']],
    );
    assert.deepEqual(
      users.map(({ username }) => username),
      ['ada@contoso.example', 'grace@contoso.example', 'edsger@fabrikam.example'],
    );
  });

  test('--redirect-uri adds to what the application has', () => {
    assert.deepEqual(scene.holdfast.application('spa').redirectUris, [
      'http://localhost:5173/redirect.html',
      'https://app.example/back',
      'http://localhost:7/x',
    ]);
  });

  test('the data directory is 0700, its files are 0600, and git does not see it', () => {
    assert.equal(readFileSync(join(dataDirectory, '.gitignore'), 'utf8'), '*\n');
    const entries = readdirSync(dataDirectory, { recursive: true, withFileTypes: true });
    assert.ok(entries.length > 10);
    const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
    assert.equal(mode(dataDirectory), '700');
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      assert.equal(mode(path), entry.isDirectory() ? '700' : '600', path);
    }
  });

  test('the env file points Azure clients at this authority', () => {
    const { sts, imds, trustFile, envFile } = scene.holdfast.ready;
    const { tenantId, clientId, secret } = scene.holdfast.application('daemon');
    assert.deepEqual(readFileSync(envFile, 'utf8').split('\n'), [
      `AZURE_AUTHORITY_HOST=${sts}`,
      `AZURE_TENANT_ID=${tenantId}`,
      `AZURE_CLIENT_ID=${clientId}`,
      `AZURE_CLIENT_SECRET=${secret}`,
      `AZURE_POD_IDENTITY_AUTHORITY_HOST=${imds}`,
      `NODE_EXTRA_CA_CERTS=${trustFile}`,
      '',
    ]);
  });

  test('listens on 127.0.0.1 and ::1 and on nothing else', onLinux, async () => {
    const { pid } = JSON.parse(readFileSync(join(dataDirectory, 'lock'), 'utf8')) as { readonly pid: number };
    const { sts, mtlsSts, imds, mits, admin, api, mtlsApi } = scene.holdfast.ready;
    const expected = [sts, mtlsSts, imds, mits, admin, api, mtlsApi]
      .map((address) => new URL(address).port)
      .flatMap((port) => [`127.0.0.1:${port}`, `[::1]:${port}`]);
    assert.deepEqual(await listeningAddresses(pid), expected.sort());
  });

  test('another loopback address is not answered', onLinux, async () => {
    const refused = await new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.2', port: Number(new URL(scene.holdfast.ready.admin).port) });
      socket
        .once('connect', () => resolve('connected'))
        .once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
      socket.unref();
    });
    assert.equal(refused, 'ECONNREFUSED');
  });

  test('stdout stays silent while tokens are issued and used; what happens is told on stderr', async () => {
    const { holdfast } = scene;
    const client = scene.client('daemon');
    const boundFetch = createBoundFetch({ client, scopes, origins: [holdfast.ready.api], transport: scene.transport });
    assert.equal((await boundFetch(`${holdfast.ready.api}/orders`)).status, 200);
    assert.equal((await scene.transport(new Request(`${holdfast.ready.api}/orders`))).status, 401);
    await holdfast.line('stderr', /^\d\d:\d\d:\d\d token\.issued .*scheme=pop/);
    await holdfast.line('stderr', /request\.authenticated scheme=pop binding=key/);
    await holdfast.line('stderr', /request\.refused code=ERR_\w+ status=401/);
    const token = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
    const logs = holdfast.stderr.join('\n');
    for (const secret of [token.accessToken, holdfast.application('daemon').secret, holdfast.ready.adminKey]) {
      assert.ok(secret !== undefined && !logs.includes(secret));
    }
    await holdfast.stop();
    assert.equal(holdfast.stdout.length, 1);
  });
});
