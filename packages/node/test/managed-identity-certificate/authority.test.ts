import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { type RunningAuthority, runAuthority } from '../../../authority/test/harness/running-authority.ts';
import { createAttestationCache, createPossessionAttestation } from '../../src/attestation/attestation.ts';
import {
  createBoundFetch,
  createConfidentialClient,
  createDownstreamApi,
  createTlsTransport,
} from '../../src/index.ts';
import { createBoundAssertion } from '../../src/managed-identity/bound-assertion.ts';
import type { ManagedIdentityClientOptions, ManagedIdentityEvent } from '../../src/managed-identity/client-options.ts';
import { createManagedIdentityClient } from '../../src/managed-identity/managed-identity-client.ts';
import { claimsIn } from '../confidential/bound-bench.ts';
import { fingerprintOf, startMutualServer } from '../mtls/tls-server.ts';

// The client against the authority of this project, which knows nothing of it but the wire.

const directory = `
tenants:
  contoso.example:
    applications:
      inner: { federatedCredentials: [{ identity: system }] }
      outer: { federatedCredentials: [{ application: inner }], grantedRoles: { api://orders: [Orders.Read] } }
    identities:
      attested: { attestation: required }
`;
const orders = 'api://orders';
const bound = { resource: orders, authenticationScheme: 'mtls_pop' } as const;
const resources = [orders, 'https://vault.azure.net', 'https://graph.microsoft.com', 'https://storage.azure.com'];

suite('a managed identity of the authority', () => {
  let running: RunningAuthority;
  const closing: { close(): unknown }[] = [];
  before(async () => {
    running = await runAuthority({ directory: parseDirectory(directory) });
  });
  after(async () => {
    for (const one of closing.reverse()) await one.close();
    await running.close();
  });

  function open(options: Partial<ManagedIdentityClientOptions> = {}) {
    const events: ManagedIdentityEvent[] = [];
    const { imds, sts, mtlsSts } = running.description;
    const client = createManagedIdentityClient({
      environment: { AZURE_POD_IDENTITY_AUTHORITY_HOST: imds },
      allowedHosts: [sts, mtlsSts].map((address) => new URL(address).host),
      ca: running.authority.certificates.caPem,
      events: (event) => events.push(event),
      ...options,
    });
    closing.push(client);
    return { client, events, issued: () => events.filter(({ name }) => name === 'credential.issued').length };
  }
  const revoke = async (x5tS256: string | undefined) => {
    const headers = { 'content-type': 'application/json' };
    const response = await running.admin('/revoke', {
      method: 'POST',
      headers,
      body: JSON.stringify({ x5t: x5tS256 }),
    });
    assert.equal(response.status, 201, await response.text());
  };
  /** Certificates that IMDS has issued, to anybody. */
  const given = () => running.events.filter(({ name }) => name === 'certificate.issued').length;
  const inUse = (name: string) => running.description.identities.find((identity) => identity.name === name);

  test('a token, bound to the certificate, for the identity', async () => {
    const { client } = open();
    const token = await client.acquireToken(bound);
    const { cnf, xms_tb, aud } = claimsIn(token.accessToken);
    assert.deepEqual([cnf, xms_tb], [{ 'x5t#S256': token.bindingCertificate?.x5tS256 }, 'mtls_pop']);
    assert.ok(aud);
  });

  test('MtlsPop_WithAttestationSupport_Success_IncludesAttestationToken; without, an identity that needs it gets no certificate', async () => {
    const managedIdentityIdParams = { userAssignedClientId: inUse('attested')?.clientId };
    const { host } = new URL(running.description.sts);
    const transport = createTlsTransport({ ca: running.authority.certificates.caPem });
    closing.push(transport);
    const provider = createPossessionAttestation({
      isEndpointAllowed: (endpoint) => endpoint.host === host,
      transport,
    });
    const attestation = createAttestationCache({ provider });
    const attested = open({ managedIdentityIdParams, attestation });
    assert.equal((await attested.client.acquireToken(bound)).tokenType, 'mtls_pop');
    const plain = open({ managedIdentityIdParams });
    await assert.rejects(plain.client.acquireToken(bound), { code: 'ERR_MANAGED_IDENTITY_REFUSED', status: 400 });
    assert.ok(plain.events.some((event) => event.name === 'credential.outcome' && event.outcome === 'not-found'));
  });

  test('200 calls in flight, and the certificate is revoked: one other certificate, and no call is lost', async () => {
    const { client, events, issued } = open();
    const [before] = await Promise.all(resources.map((resource) => client.acquireToken({ ...bound, resource })));
    await revoke(before?.bindingCertificate?.x5tS256);
    const givenBefore = given();
    const calls = Array.from({ length: 200 }, (_, index) =>
      client.acquireToken({ ...bound, resource: resources[index % resources.length] ?? orders, forceRefresh: true }),
    );
    const tokens = await Promise.all(calls);
    const thumbprints = new Set(tokens.map(({ bindingThumbprint }) => bindingThumbprint));
    assert.equal(thumbprints.size, 1);
    assert.equal(thumbprints.has(before?.bindingThumbprint), false);
    assert.deepEqual([issued(), given() - givenBefore], [2, 1]);
    assert.deepEqual(
      events.flatMap((event) => (event.name === 'credential.retried' ? [event.attempt] : [])),
      [1],
    );
    assert.equal(
      events.filter((event) => event.name === 'credential.outcome' && event.outcome === 'retry-succeeded').length,
      1,
    );
  });

  test('200 calls of an API that no longer takes the certificate: one other certificate, one token, and no call is lost', async () => {
    const { client, issued } = open();
    const { server } = running.authority.certificates;
    const pair = { certificate: server.certPem, privateKey: server.keyPem, keys: undefined as never };
    const refused = new Set<string>();
    const challenge = Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}').toString(
      'base64',
    );
    const counts = { taken: 0, refused: 0 };
    const api = await startMutualServer(pair, {
      answer(request, response) {
        const token = (request.headers.authorization ?? '').replace('mtls_pop ', '');
        const { cnf } = claimsIn(token) as { cnf: Record<string, string> };
        const x5tS256 = fingerprintOf(request);
        const isTaken = cnf['x5t#S256'] === x5tS256 && !refused.has(x5tS256);
        counts[isTaken ? 'taken' : 'refused'] += 1;
        if (isTaken) return void response.end('"an order"');
        const value = `Bearer realm="", error="insufficient_claims", claims="${challenge}"`;
        response.writeHead(401, { 'www-authenticate': value }).end();
      },
    });
    closing.push(api);
    const boundFetch = createBoundFetch({
      client,
      scopes: [`${orders}/.default`],
      authenticationScheme: 'mtls_pop',
      origins: [api.origin],
    });
    assert.equal(await (await boundFetch(`${api.origin}/1`)).json(), 'an order');
    const { bindingThumbprint = '' } = await client.acquireToken(bound);
    refused.add(bindingThumbprint);
    await revoke(bindingThumbprint);
    const answers = await Promise.all(Array.from({ length: 200 }, () => boundFetch(`${api.origin}/1`)));
    assert.ok(answers.every(({ status }) => status === 200));
    assert.equal(issued(), 2);
    assert.equal(counts.taken, 201);
    const api2 = createDownstreamApi({
      client,
      baseUrl: api.origin,
      scopes: [`${orders}/.default`],
      protocolScheme: 'mtls_pop',
    });
    assert.equal(await (await api2.call({ relativePath: '2' })).status, 200);
    assert.equal(issued(), 2);
  });

  test('three legs: identity, inner application, outer application; one certificate throughout', async () => {
    const { client: identity, issued } = open();
    const { caPem: ca } = running.authority.certificates;
    const authority = `${running.sts}/${running.tenantId}`;
    const application = (name: string, behind: Parameters<typeof createBoundAssertion>[0]) => {
      const { clientId } = running.application(name);
      const client = createConfidentialClient({
        authority,
        clientId,
        ca,
        clientCredentials: [createBoundAssertion(behind)],
      });
      closing.push(client);
      return client;
    };
    const inner = application('inner', identity);
    const outer = application('outer', inner);
    const token = await outer.acquireTokenForClient({
      scopes: [`${orders}/.default`],
      authenticationScheme: 'mtls_pop',
    });
    const { cnf, roles, azp } = claimsIn(token.accessToken);
    const { x5tS256 } = (await identity.currentCertificate?.()) ?? assert.fail();
    assert.equal(token.bindingCertificate?.x5tS256, x5tS256);
    assert.deepEqual(
      [cnf, roles, azp],
      [{ 'x5t#S256': x5tS256 }, ['Orders.Read'], running.application('outer').clientId],
    );
    assert.equal(issued(), 1);
    const again = await outer.acquireTokenForClient({
      scopes: [`${orders}/.default`],
      authenticationScheme: 'mtls_pop',
    });
    assert.equal(again.fromCache, true);
  });

  test('an assertion that is not bound is none', async () => {
    const { client } = open();
    const unbound = createBoundAssertion({
      acquireTokenForClient: async ({ scopes }) =>
        client.acquireTokenForClient({ scopes, authenticationScheme: 'bearer' }),
    });
    const target = { clientId: 'a', tokenEndpoint: 'https://a', signal: new AbortController().signal };
    await assert.rejects(async () => unbound.assertion(target), { code: 'ERR_BINDING_CERTIFICATE' });
  });

  test('tokens of another client can be bound to the certificate of the identity', async () => {
    const { client: identity } = open();
    const daemon = running.application('daemon');
    const client = createConfidentialClient({
      authority: `${running.sts}/${running.tenantId}`,
      clientId: daemon.clientId,
      clientSecret: daemon.secret ?? '',
      ca: running.authority.certificates.caPem,
    });
    closing.push(client);
    const certificate = identity.certificateSource ?? assert.fail();
    const { x5tS256 } = await client.currentCertificate({ bindingCertificate: certificate });
    assert.equal(x5tS256, (await identity.acquireToken(bound)).bindingThumbprint);
    certificate.invalidate();
    const renewed = await client.currentCertificate({ bindingCertificate: certificate });
    assert.notEqual(renewed.x5tS256, x5tS256);
    assert.equal(renewed.x5tS256, (await identity.acquireToken(bound)).bindingThumbprint);
  });
});
