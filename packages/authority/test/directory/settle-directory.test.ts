import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultConfiguration, parseDirectory } from '@holdfast/authority';
import { drawRsaKeysFromStock } from '@holdfast/testing';
import { openCertificates } from '../../src/certificates/certificates.ts';
import { generateKeyPair } from '../../src/certificates/key-pair.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { createIdentities } from '../../src/directory/identities.ts';
import { settleDirectory } from '../../src/directory/settle-directory.ts';
import type { IssueCertificate } from '../../src/directory/settle-identities.ts';
import { createMemoryDataStore } from '../../src/storage/memory-data-store.ts';

drawRsaKeysFromStock();
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const certificates = await openCertificates({ store: createMemoryDataStore(), at: Date.now() });
const issueCertificate: IssueCertificate = (name) => certificates.clientCertificate(name);
const issueIdentityCertificate: IssueCertificate = (name) => certificates.identityCertificate(name);

describe('a settled directory', () => {
  const settle = (configuration = defaultConfiguration, identities = createIdentities()): Promise<Directory> =>
    settleDirectory({ configuration, identities, issueCertificate, issueIdentityCertificate, clientCaPem: '' });

  it('of the built-in configuration has two tenants, five applications and the resources of Azure', async () => {
    const directory = await settle();
    assert.deepEqual(
      directory.tenants.map(({ domain }) => domain),
      ['contoso.example', 'fabrikam.example'],
    );
    assert.deepEqual(
      directory.applications.map(({ name }) => name),
      ['daemon', 'spa', 'web-app', 'orders-api', 'fabrikam-daemon'],
    );
    const uris = [
      'https://vault.azure.net',
      'https://graph.microsoft.com',
      'https://storage.azure.com',
      'https://management.azure.com',
      'api://orders',
      'api://AzureADTokenExchange',
    ];
    assert.deepEqual(directory.apis.map(({ appIdUri }) => appIdUri).sort(), uris.sort());
    const ids = [
      ...directory.tenants.map(({ id }) => id),
      ...directory.applications.flatMap(({ clientId, objectId }) => [clientId, objectId]),
    ];
    for (const id of ids) assert.match(id, guid);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('has the same identifiers and secrets whenever the same document is read', async () => {
    const identities = createIdentities();
    const first = await settle(defaultConfiguration, identities);
    assert.equal(identities.changed, true);
    const again = createIdentities(identities.toDocument());
    const second = await settle(defaultConfiguration, again);
    assert.equal(again.changed, false);
    for (const key of ['tenants', 'applications', 'apis', 'users'] as const) assert.deepEqual(second[key], first[key]);
  });

  it('prefers what the file says to what was made up', async () => {
    const id = 'AAAAAAAA-0000-0000-0000-000000000001';
    const directory = await settle(
      parseDirectory(
        `tenants: { contoso.example: { id: ${id}, applications: { web-app: { clientId: ${id}, secret: a-secret-of-my-own-making } } } }`,
      ),
    );
    assert.equal(directory.tenants[0]?.id, id.toLowerCase());
    const application = directory.findApplication(directory.tenants[0]!, id);
    assert.equal(application?.name, 'web-app');
    assert.equal(application?.secret, 'a-secret-of-my-own-making');
  });

  it('finds tenants, applications and APIs only by their names', async () => {
    const directory = await settle();
    const [contoso, fabrikam] = directory.tenants;
    assert.equal(directory.findTenant('CONTOSO.example'), contoso);
    assert.equal(directory.findTenant(contoso!.id.toUpperCase()), contoso);
    const daemon = directory.applications[0]!;
    assert.equal(directory.findApplication(contoso!, daemon.clientId.toUpperCase()), daemon);
    assert.equal(directory.findApplication(fabrikam!, daemon.clientId), undefined);
    assert.equal(directory.findApi('https://vault.azure.net/')?.appIdUri, 'https://vault.azure.net');
    for (const name of [
      '__proto__',
      'constructor',
      '',
      'toString',
      'https://vault.azure.net//',
      'HTTPS://VAULT.AZURE.NET',
    ]) {
      assert.equal(directory.findTenant(name), undefined, name);
      assert.equal(directory.findApplication(contoso!, name), undefined, name);
      assert.equal(directory.findApi(name), undefined, name);
    }
  });

  it('registers certificates from files beside the issued one, and no key that is too weak to trust', async () => {
    const { certPem } = await certificates.clientCertificate('other');
    const configuration = parseDirectory(
      'tenants: { contoso.example: { applications: { daemon: { certificateFiles: [a.pem] } } } }',
      { readFile: () => certPem },
    );
    const directory = await settle(configuration);
    assert.equal(directory.applications[0]?.certificates.length, 2);
    assert.equal(directory.applications[0]?.certificates[1]?.pem.trim(), certPem.trim());
    assert.equal((await generateKeyPair('p-256')).publicKey.type, 'public');
  });

  it('does not read a document of another shape', () => {
    for (const document of [{ guids: 1 }, { guids: { a: 1 } }, { secrets: { a: '' } }, { secrets: [] }]) {
      assert.throws(() => createIdentities(document), TypeError);
    }
  });
});
