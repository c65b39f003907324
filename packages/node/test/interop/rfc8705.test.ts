import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import {
  type ConfidentialClientOptions,
  createBoundFetch,
  createConfidentialClient,
  createDownstreamApi,
} from '@holdfast/node';
import { type ClientCertificate, parsePemCertificate } from '@holdfast/node/mtls';
import { makeCertificate, type TestCertificate } from '../certificate/make-certificate.ts';
import { type BoundBench, claimsIn, startBoundBench } from '../confidential/bound-bench.ts';
import { audience, type ForeignService, startForeignApi, startForeignAuthority, tenant } from './foreign-services.ts';

const scopes = ['orders'];
const clientId = 'orders-daemon';
const bound = { scopes, authenticationScheme: 'mtls_pop' } as const;

describe('an authority and an API of RFC 8705 that nobody here wrote', () => {
  let root: TestCertificate;
  let certificate: ClientCertificate;
  let stranger: ClientCertificate;
  let authority: ForeignService;
  let loose: ForeignService;
  let api: ForeignService;
  before(async () => {
    root = await makeCertificate({ name: 'root' });
    const server = await makeCertificate({ issuer: root });
    const own = await makeCertificate({ name: 'orders-daemon' });
    certificate = parsePemCertificate(own);
    stranger = parsePemCertificate(await makeCertificate({ name: 'stranger' }));
    const jwk = new X509Certificate(own.certificate).publicKey.export({ format: 'jwk' });
    const keys = [{ ...jwk, 'x5t#S256': certificate.x5tS256, x5c: certificate.x5c }];
    authority = await startForeignAuthority({ server, clientId, keys, isBinding: true });
    loose = await startForeignAuthority({ server, clientId, keys, isBinding: false });
    api = await startForeignApi(server, {
      issuer: `${authority.origin}/${tenant}/v2.0`,
      jwksUri: `${authority.origin}/${tenant}/v2.0/jwks`,
      audience,
      agent: await agentTrusting(root.certificate),
    });
  });
  after(async () => {
    for (const service of [authority, loose, api]) await service.close();
  });

  const make = (options: Partial<ConfidentialClientOptions> = {}, at = authority) =>
    createConfidentialClient({
      authority: `${at.origin}/${tenant}`,
      clientId,
      ca: root.certificate,
      mtlsDialect: 'rfc8705',
      clientCredentials: [{ kind: 'certificate', certificate }],
      ...options,
    });

  test('our client is known by its self-signed certificate, and its token is bound to it', async () => {
    const client = make();
    const token = await client.acquireTokenForClient(bound);
    assert.equal(token.tokenType, 'mtls_pop');
    assert.equal(token.bindingCertificate, certificate);
    assert.deepEqual(claimsIn(token.accessToken)['cnf'], { 'x5t#S256': certificate.x5tS256 });
    assert.equal((await client.acquireTokenForClient(bound)).fromCache, true);
    await client.close();
  });

  test('the API takes it by a bound fetch and by a downstream API, on the connection of its certificate', async () => {
    const client = make();
    const boundFetch = createBoundFetch({ client, scopes, authenticationScheme: 'mtls_pop', origins: [api.origin] });
    const response = await boundFetch(`${api.origin}/orders`);
    assert.equal(response.status, 200);
    const expected = { subject: clientId, cnf: { 'x5t#S256': certificate.x5tS256 } };
    assert.deepEqual(await response.json(), expected);
    const orders = createDownstreamApi({ client, baseUrl: api.origin, scopes, tokenBinding: { certificate } });
    assert.deepEqual(await orders.get('orders'), expected);
    await client.close();
  });

  test('the API refuses the same token on another connection', async () => {
    const client = make();
    const { accessToken } = await client.acquireTokenForClient(bound);
    for (const presented of [stranger, certificate]) {
      const request = new Request(`${api.origin}/orders`, { headers: { authorization: `Bearer ${accessToken}` } });
      const response = await client.mtlsPool.transport(presented)(request);
      assert.equal(response.status, presented === certificate ? 200 : 401);
      await response.text();
    }
    await client.close();
  });

  test('in the words of Entra the same authority answers with a Bearer token, and that is thrown away', async () => {
    const client = make({ mtlsDialect: 'entra' });
    const refused = { code: 'ERR_TOKEN_TYPE_DOWNGRADED', requested: 'mtls_pop', received: 'bearer' };
    await assert.rejects(client.acquireTokenForClient(bound), refused);
    await client.close();
  });

  test('an authority that takes the certificate and binds nothing: thrown away in both dialects', async () => {
    for (const [mtlsDialect, code] of [
      ['rfc8705', 'ERR_TOKEN_NOT_BOUND'],
      ['entra', 'ERR_TOKEN_TYPE_DOWNGRADED'],
    ] as const) {
      const client = make({ mtlsDialect }, loose);
      await assert.rejects(client.acquireTokenForClient({ ...bound, allowUnboundFallback: true }), { code });
      await client.close();
    }
  });

  test('bearer tokens over mutual TLS, where the credential says so', async () => {
    const client = make({ clientCredentials: [{ kind: 'certificate', certificate, useBoundCredential: true }] }, loose);
    const token = await client.acquireTokenForClient({ scopes });
    assert.deepEqual([token.tokenType, claimsIn(token.accessToken)['cnf']], ['Bearer', undefined]);
    await client.close();
  });

  test('a certificate that is not registered gets nothing', async () => {
    const client = make({ clientCredentials: [{ kind: 'certificate', certificate: stranger }] });
    await assert.rejects(client.acquireTokenForClient(bound), {
      code: 'ERR_TOKEN_REQUEST_REFUSED',
      error: 'invalid_client',
    });
    await client.close();
  });
});

describe('tokens of our authority at an API that nobody here wrote', () => {
  let bench: BoundBench;
  let api: ForeignService;
  before(async () => {
    bench = await startBoundBench();
    const { sts, tenantId, authority: own } = bench.running;
    const { caPem, server } = own.certificates;
    api = await startForeignApi(
      { certificate: server.certPem, privateKey: server.keyPem, keys: undefined as never },
      {
        issuer: `${sts}/${tenantId}/v2.0`,
        jwksUri: `${sts}/${tenantId}/discovery/v2.0/keys`,
        audience: bench.running.application('orders-api').clientId,
        agent: await agentTrusting(caPem),
      },
    );
  });
  after(async () => {
    await api.close();
    await bench.close();
  });

  test('it takes them on the connection of their certificate and on no other, under the one label that it knows', async () => {
    const client = bench.client();
    const token = await client.acquireTokenForClient({ ...bound, scopes: ['api://orders/.default'] });
    const stranger = parsePemCertificate(await makeCertificate({ name: 'stranger' }));
    for (const [presented, label, expected] of [
      [bench.certificate, 'Bearer', 200],
      [stranger, 'Bearer', 401],
      [bench.certificate, 'mtls_pop', 400],
    ] as const) {
      const headers = { authorization: `${label} ${token.accessToken}` };
      const response = await client.presentCertificate(presented)(new Request(`${api.origin}/orders`, { headers }));
      await response.text();
      assert.equal(response.status, expected, label);
    }
  });

  test('who speaks RFC 8705 to our authority gets an unbound token, and throws it away', async () => {
    const client = bench.client({ mtlsDialect: 'rfc8705' });
    const request = { ...bound, scopes: ['api://orders/.default'] };
    await assert.rejects(client.acquireTokenForClient(request), { code: 'ERR_TOKEN_NOT_BOUND' });
  });
});

/** The API reads the keys of its issuer with an agent of `node:https`. */
async function agentTrusting(ca: string) {
  const { Agent } = await import('node:https');
  return new Agent({ ca });
}
