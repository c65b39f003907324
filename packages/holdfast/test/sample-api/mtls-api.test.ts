import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import { type ConfidentialClient, createBoundFetch } from '@holdfast/node';
import { createMtlsPool, type MtlsPool, parsePemCertificate } from '@holdfast/node/mtls';
import { openScene, type Scene, scopes } from '../support/scene.ts';

const config = `
tenants:
  contoso.example:
    applications:
      other: { certificate: issue, grantedRoles: { 'api://orders': [Orders.Read] } }
`;

suite('the sample API of holdfast up that asks for client certificates', () => {
  let scene: Scene;
  let mtlsApi: string;
  let client: ConfidentialClient;
  let pool: MtlsPool;

  before(async () => {
    scene = await openScene({ config });
    ({ mtlsApi } = scene.holdfast.ready);
    client = scene.client('daemon', { clientCertificate: identityOf('daemon'), ca: scene.caPem });
    pool = createMtlsPool({ ca: scene.caPem });
  });
  after(async () => {
    await pool?.close();
    await scene?.close();
  });

  function identityOf(name: string): { readonly certificate: string; readonly privateKey: string } {
    const { certFile = '', keyFile = '' } = scene.holdfast.application(name);
    return { certificate: readFileSync(certFile, 'utf8'), privateKey: readFileSync(keyFile, 'utf8') };
  }

  /** Sends a request on a connection with the certificate of an application, or without one. */
  async function send(path: string, init: { readonly as?: string; readonly authorization: string }): Promise<Response> {
    const request = new Request(`${mtlsApi}${path}`, { headers: { authorization: init.authorization } });
    if (init.as === undefined) return scene.transport(request);
    return pool.transport(parsePemCertificate(identityOf(init.as)))(request);
  }

  async function codeOf(response: Response): Promise<unknown> {
    return ((await response.json()) as { readonly code?: string }).code;
  }

  const mtlsToken = () => client.acquireTokenForClient({ scopes, authenticationScheme: 'mtls_pop' });

  test('/orders takes mtls_pop, and /whoami says what was proved', async () => {
    const boundFetch = createBoundFetch({ client, scopes, authenticationScheme: 'mtls_pop', origins: [mtlsApi] });
    assert.equal((await boundFetch(`${mtlsApi}/orders?limit=2`)).status, 200);
    const { bindingThumbprint } = await mtlsToken();
    const whoami = (await (await boundFetch(`${mtlsApi}/whoami`)).json()) as Record<string, unknown>;
    assert.equal(whoami['scheme'], 'mtls_pop');
    assert.deepEqual(whoami['binding'], { method: 'certificate', thumbprint: bindingThumbprint });
  });

  test('/orders takes pop too, with or without a certificate on the connection', async () => {
    const boundFetch = createBoundFetch({
      client: scene.client('daemon'),
      scopes,
      origins: [mtlsApi],
      transport: scene.transport,
    });
    assert.equal((await boundFetch(`${mtlsApi}/orders`)).status, 200);
    const certified = createBoundFetch({
      client,
      scopes,
      origins: [mtlsApi],
      transport: pool.transport(parsePemCertificate(identityOf('other'))),
    });
    assert.equal((await certified(`${mtlsApi}/orders`)).status, 200);
  });

  test('a stolen mtls_pop token opens nothing, under any label, on any route, with any certificate', async () => {
    const { accessToken } = await mtlsToken();
    for (const path of ['/orders', '/open/orders', '/msal/orders', '/whoami']) {
      for (const label of ['mtls_pop', 'Bearer']) {
        const authorization = `${label} ${accessToken}`;
        assert.equal((await send(path, { authorization, as: 'daemon' })).status, 200, path);
        const without = await send(path, { authorization });
        assert.deepEqual([without.status, await codeOf(without)], [401, 'ERR_CERTIFICATE_MISSING'], path);
        const other = await send(path, { authorization, as: 'other' });
        assert.deepEqual([other.status, await codeOf(other)], [401, 'ERR_CERTIFICATE_MISMATCH'], path);
      }
    }
  });

  test('at the API that asks for no certificate, the same token is worth nothing', async () => {
    const { accessToken } = await mtlsToken();
    const { api } = scene.holdfast.ready;
    for (const label of ['mtls_pop', 'Bearer']) {
      const headers = { authorization: `${label} ${accessToken}` };
      for (const path of ['/orders', '/open/orders']) {
        const transport = pool.transport(parsePemCertificate(identityOf('daemon')));
        const refused = await transport(new Request(`${api}${path}`, { headers }));
        // The second connection resumes the session of the first: nobody was ever asked there either.
        assert.equal(refused.status, 401);
        assert.match(String(await codeOf(refused)), /^ERR_CERTIFICATE_(?:MISSING|RESUMED)$/);
      }
    }
  });
});
