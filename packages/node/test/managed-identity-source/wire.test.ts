import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { packageVersion } from '../../src/client-headers/who-asks.ts';
import type { ManagedIdentityId } from '../../src/managed-identity-source/managed-identity-source.ts';
import { goodReply, type OfferedSource, openScripted, question, secretHeader, token } from './scripted-source.ts';

const tokenHash = 'cc0af97287543b65da2c7e1476426021826cab166f1e063ed012b855ff819656';
const resourceId = '/subscriptions/s/resourcegroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a b';
const objectId: ManagedIdentityId = { kind: 'object-id', value: 'aaaaaaaa-2222-4333-8444-555555555555' };
const clientId: ManagedIdentityId = { kind: 'client-id', value: 'bbbbbbbb-2222-4333-8444-555555555555' };
const byResource: ManagedIdentityId = { kind: 'resource-id', value: resourceId };
const encodedResource = encodeURIComponent(resourceId);

const addresses = {
  imds: 'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01',
  'app-service': 'http://127.0.0.1:41741/msi/token?api-version=2019-08-01',
  'service-fabric': 'https://localhost:2377/metadata/identity/oauth2/token?api-version=2020-05-01',
} as const;
const vault = '&resource=https%3A%2F%2Fvault.azure.net';
const headers = {
  imds: { metadata: 'true', 'x-client-sku': 'holdfast-node', 'x-client-ver': packageVersion },
  'app-service': { 'x-identity-header': secretHeader },
  'service-fabric': { secret: secretHeader },
} as const;

async function sent(source: OfferedSource, options: Parameters<typeof openScripted>[2] = {}, part: object = {}) {
  const { ask, requests } = openScripted(source, goodReply, options);
  await ask(part);
  const [request] = requests;
  assert.ok(request);
  return { method: request.method, url: request.request.url, headers: Object.fromEntries(request.headers) };
}

describe('what goes over the wire (SAMIHappyPathAsync, UAMIHappyPathAsync)', () => {
  const rows: readonly (readonly [OfferedSource, ManagedIdentityId, string])[] = [
    ['imds', { kind: 'system' }, ''],
    ['imds', clientId, `&client_id=${clientId.value}`],
    ['imds', objectId, `&object_id=${objectId.value}`],
    ['imds', byResource, `&msi_res_id=${encodedResource}`],
    ['app-service', { kind: 'system' }, ''],
    ['app-service', clientId, `&client_id=${clientId.value}`],
    ['app-service', objectId, `&object_id=${objectId.value}`],
    ['app-service', byResource, `&mi_res_id=${encodedResource}`],
    ['service-fabric', { kind: 'system' }, ''],
    ['service-fabric', objectId, `&principalId=${objectId.value}`], // ServiceFabricSendsPrincipalIdForObjectIdAsync
  ];
  for (const [source, identity, query] of rows) {
    it(`${source}, ${identity.kind}`, async () => {
      assert.deepEqual(await sent(source, { identity }), {
        method: 'GET',
        url: `${addresses[source]}${vault}${query}`,
        headers: { ...headers[source], 'x-ms-client-request-id': question.correlationId },
      });
    });
  }

  it('IMDS is not told which library asks where that is switched off', async () => {
    const { headers } = await sent('imds', { sendClientHeaders: false });
    assert.deepEqual(headers, { metadata: 'true', 'x-ms-client-request-id': question.correlationId });
  });

  it('capabilities go to every source, joined and encoded (ManagedIdentityWithCapabilitiesTestAsync)', async () => {
    for (const source of ['imds', 'app-service', 'service-fabric'] as const) {
      const { url } = await sent(source, {}, { capabilities: ['cp1', 'cp2'] });
      assert.equal(url, `${addresses[source]}${vault}&xms_cc=cp1%2Ccp2`);
    }
  });

  it('the hash goes to Service Fabric, with and without capabilities (ManagedIdentityWithClaimsTestAsync)', async () => {
    const hash = `&token_sha256_to_refresh=${tokenHash}`;
    assert.equal(
      (await sent('service-fabric', {}, { tokenHash })).url,
      `${addresses['service-fabric']}${vault}${hash}`,
    );
    const both = await sent('service-fabric', {}, { tokenHash, capabilities: ['cp1'] });
    assert.equal(both.url, `${addresses['service-fabric']}${vault}&xms_cc=cp1${hash}`);
  });

  it('the hash goes to App Service when it is asked by the api-version that knows it, else never; to IMDS never', async () => {
    const part = { tokenHash, capabilities: ['cp1'] };
    const asked = await sent('app-service', { appServiceRevocation: true }, part);
    const address = addresses['app-service'].replace('2019-08-01', '2025-03-30');
    assert.equal(asked.url, `${address}${vault}&xms_cc=cp1&token_sha256_to_refresh=${tokenHash}`);
    assert.equal((await sent('app-service', {}, part)).url, `${addresses['app-service']}${vault}&xms_cc=cp1`);
    const imds = await sent('imds', { appServiceRevocation: true }, part);
    assert.equal(imds.url, `${addresses.imds}${vault}&xms_cc=cp1`);
  });

  it('and the source says so', () => {
    const relays = (source: OfferedSource, options = {}) =>
      openScripted(source, goodReply, options).source.relaysTokenHash;
    assert.equal(relays('service-fabric'), true);
    assert.equal(relays('app-service'), false);
    assert.equal(relays('app-service', { appServiceRevocation: true }), true);
    assert.equal(relays('imds', { appServiceRevocation: true }), false);
  });

  it('a value cannot add a parameter, and a blank is no plus sign', async () => {
    const { url } = await sent('imds', {}, { resource: 'a&client_id=b#c d+é' });
    assert.equal(url, `${addresses.imds}&resource=a%26client_id%3Db%23c%20d%2B%C3%A9`);
  });

  it('IMDS at another host: the path is the documented one, whatever the variable says of it', async () => {
    for (const host of ['http://localhost:8480', 'http://localhost:8480/', 'http://localhost:8480/other/path']) {
      const { url } = await sent('imds', { environment: { AZURE_POD_IDENTITY_AUTHORITY_HOST: host } });
      assert.equal(url, `http://localhost:8480/metadata/identity/oauth2/token?api-version=2018-02-01${vault}`);
    }
  });

  it('gives the token with its life', async () => {
    const { ask } = openScripted('imds', goodReply);
    assert.deepEqual(await ask(), { accessToken: token, expiresInSeconds: 3600, refreshInSeconds: undefined });
  });

  it('a transport for the plain sources never reaches Service Fabric: it could not check the certificate', async () => {
    let asked = 0;
    const transport = async () => {
      asked += 1;
      return new Response();
    };
    const environment = {
      IDENTITY_ENDPOINT: 'https://127.0.0.1:1/token',
      IDENTITY_HEADER: secretHeader,
      IDENTITY_SERVER_THUMBPRINT: '0'.repeat(40),
    };
    const { ask } = openScripted('service-fabric', goodReply, { environment, transport, openPinned: undefined });
    await assert.rejects(ask(), { code: 'ERR_MANAGED_IDENTITY_UNREACHABLE' });
    assert.equal(asked, 0);
  });
});
