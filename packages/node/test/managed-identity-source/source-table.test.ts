import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ManagedIdentityUnusable } from '../../src/errors/managed-identity-errors.ts';
import {
  type ManagedIdentityId,
  openManagedIdentitySource,
} from '../../src/managed-identity-source/managed-identity-source.ts';
import { detectSource, type Environment } from '../../src/managed-identity-source/source-table.ts';
import { environments, pin, secretHeader } from './scripted-source.ts';

const noFile = (_path: string): boolean => false;
const arcFile = (path: string): boolean => path === '/opt/azcmagent/bin/himds';
const endpoint = 'http://127.0.0.1:40342/metadata/identity/oauth2/token';
const detect = (environment: Environment, hasFile: (path: string) => boolean = noFile) =>
  detectSource({ environment, hasFile }).name;

function refusalOf(environment: Environment, identity: ManagedIdentityId = { kind: 'system' }, hasFile = noFile) {
  try {
    openManagedIdentitySource({ identity, environment, hasFile });
  } catch (error) {
    assert.ok(error instanceof ManagedIdentityUnusable, String(error));
    for (const value of Object.values(environment)) {
      if (value !== undefined && value.length > 8) assert.ok(!String(error.stack).includes(value), 'it shows a value');
    }
    return error;
  }
  return assert.fail('nothing was refused');
}

describe('which source the environment names (GetManagedIdentityTests)', () => {
  const all = { ...environments['service-fabric'], MSI_ENDPOINT: endpoint, MSI_SECRET: 's', IMDS_ENDPOINT: endpoint };
  const { IDENTITY_SERVER_THUMBPRINT: _, ...withoutPin } = all;
  const rows: readonly (readonly [string, Environment, string])[] = [
    ['endpoint, header and thumbprint', environments['service-fabric'], 'service-fabric'],
    ['everything there is', all, 'service-fabric'],
    ['endpoint and header', environments['app-service'], 'app-service'],
    ['App Service beside its old variables (TestAppServiceUpgradeScenario)', withoutPin, 'app-service'],
    ['MSI endpoint and secret', { MSI_ENDPOINT: endpoint, MSI_SECRET: 's' }, 'machine-learning'],
    ['MSI endpoint', { MSI_ENDPOINT: endpoint }, 'cloud-shell'],
    [
      'identity and IMDS endpoint',
      { IDENTITY_ENDPOINT: endpoint, IMDS_ENDPOINT: 'http://127.0.0.1:40342' },
      'azure-arc',
    ],
    ['nothing', {}, 'imds'],
    ['only empty variables', { IDENTITY_ENDPOINT: '', IDENTITY_HEADER: '', MSI_ENDPOINT: '' }, 'imds'],
    ['a host of IMDS', { AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://127.0.0.1:8480' }, 'imds'],
  ];
  for (const [title, environment, name] of rows) it(`${title}: ${name}`, () => assert.equal(detect(environment), name));

  it('the agent of Azure Arc, by its file', () => {
    assert.equal(detect({}, arcFile), 'azure-arc');
    const windows = 'C:\\Program Files\\AzureConnectedMachineAgent\\himds.exe';
    assert.equal(
      detect({ ProgramFiles: 'C:\\Program Files' }, (path) => path === windows),
      'azure-arc',
    );
    assert.equal(detect(environments['app-service'], arcFile), 'app-service');
  });

  it('is read anew for each instance', () => {
    const environment: Record<string, string> = {};
    const name = () => openManagedIdentitySource({ identity: { kind: 'system' }, environment, hasFile: noFile }).name;
    assert.equal(name(), 'imds');
    Object.assign(environment, environments['app-service']);
    assert.equal(name(), 'app-service');
  });
});

describe('sources that are refused instead of falling through to IMDS', () => {
  it('those that are not offered yet, by name', () => {
    const named = { MSI_ENDPOINT: endpoint };
    const refusals = [
      refusalOf({ ...named, MSI_SECRET: 'secret-of-msi' }),
      refusalOf(named),
      refusalOf({ IDENTITY_ENDPOINT: endpoint, IMDS_ENDPOINT: 'http://127.0.0.1:40342' }),
      refusalOf({}, { kind: 'system' }, arcFile),
    ];
    assert.deepEqual(
      refusals.map(({ code, source }) => [code, source]),
      ['machine-learning', 'cloud-shell', 'azure-arc', 'azure-arc'].map((name) => [
        'ERR_MANAGED_IDENTITY_SOURCE',
        name,
      ]),
    );
    assert.match(refusals[0]?.message ?? '', /machine-learning/);
  });

  it('those that are named by halves', () => {
    const halves: readonly Environment[] = [
      { IDENTITY_ENDPOINT: endpoint },
      { IDENTITY_ENDPOINT: endpoint, IDENTITY_SERVER_THUMBPRINT: pin },
      { IDENTITY_HEADER: secretHeader },
      { IDENTITY_SERVER_THUMBPRINT: pin },
      { MSI_SECRET: secretHeader },
      { IMDS_ENDPOINT: endpoint },
    ];
    for (const environment of halves) {
      const { code, source, message } = refusalOf(environment);
      assert.deepEqual([code, source], ['ERR_MANAGED_IDENTITY_ENVIRONMENT', undefined]);
      for (const name of Object.keys(environment)) assert.match(message, new RegExp(name));
    }
  });

  it('attack: those that are named in other letters, so that a pin, or the whole source, would go unseen', () => {
    const { IDENTITY_SERVER_THUMBPRINT: thumbprint, ...withoutPin } = environments['service-fabric'];
    const lower = (environment: Environment): Environment =>
      Object.fromEntries(Object.entries(environment).map(([name, value]) => [name.toLowerCase(), value]));
    const rows: readonly (readonly [Environment, RegExp])[] = [
      [{ ...withoutPin, identity_server_thumbprint: thumbprint }, /IDENTITY_SERVER_THUMBPRINT/],
      [{ ...withoutPin, 'IDENTITY_SERVER_THUMBPRINT ': thumbprint }, /IDENTITY_SERVER_THUMBPRINT/],
      [lower(environments['service-fabric']), /IDENTITY_ENDPOINT/],
      [lower(environments['app-service']), /IDENTITY_HEADER/],
      [{ Identity_Endpoint: endpoint, Identity_Header: secretHeader }, /IDENTITY_ENDPOINT/],
      [{ azure_pod_identity_authority_host: 'http://127.0.0.1:8480' }, /AZURE_POD_IDENTITY_AUTHORITY_HOST/],
    ];
    for (const [environment, name] of rows) {
      const { code, message } = refusalOf(environment);
      assert.equal(code, 'ERR_MANAGED_IDENTITY_ENVIRONMENT', JSON.stringify(Object.keys(environment)));
      assert.match(message, name);
    }
    assert.equal(detect({ ...environments['app-service'], identity_header: 'another' }), 'app-service', 'it is there');
    assert.equal(detect({ identity_header: '' }), 'imds');
  });

  it('Service Fabric whose thumbprint was cleared: it does not become App Service, which has no pin', () => {
    const refused = refusalOf({ ...environments['service-fabric'], IDENTITY_SERVER_THUMBPRINT: '' });
    assert.equal(refused.code, 'ERR_MANAGED_IDENTITY_ENVIRONMENT');
  });
});

describe('variables that cannot be used', () => {
  const fabric = environments['service-fabric'];
  const endpoints: readonly (readonly [keyof typeof environments, string])[] = [
    ['service-fabric', 'localhost/token'], // ServiceFabricInvalidEndpointAsync
    ['service-fabric', 'localhost:2377/token'],
    ['service-fabric', 'http://localhost:2377/token'],
    ['service-fabric', 'https://user:password@localhost:2377/token'],
    ['service-fabric', 'https://localhost:2377/token?resource=x'],
    ['service-fabric', 'https://localhost:2377/token#x'],
    ['service-fabric', 'https://local\nhost:2377/token'],
    ['service-fabric', 'ftp://localhost:2377/token'],
    ['app-service', 'localhost/token'], // AppServiceInvalidEndpointAsync
    ['app-service', 'http://10.0.0.4:41741/msi/token'],
    ['app-service', 'http://127.evil.example:41741/msi/token'],
    ['app-service', 'http://169.254.1.evil.example/msi/token'],
    ['app-service', 'http://localhost.evil.example/msi/token'],
    ['app-service', 'http://[::2]/msi/token'],
    ['imds', 'imds.example'],
    ['imds', 'http://imds.example'],
  ];
  it('an endpoint that is no address, or that a secret or a token would leave this machine for in clear', () => {
    for (const [source, address] of endpoints) {
      const variable = source === 'imds' ? 'AZURE_POD_IDENTITY_AUTHORITY_HOST' : 'IDENTITY_ENDPOINT';
      const refused = refusalOf({ ...environments[source], [variable]: address });
      assert.equal(refused.code, 'ERR_MANAGED_IDENTITY_ENDPOINT', address);
      assert.equal(refused.source, source);
      assert.match(refused.message, new RegExp(variable));
    }
  });

  it('http on every spelling of loopback and link-local, https anywhere', () => {
    const open = (address: string) =>
      openManagedIdentitySource({
        identity: { kind: 'system' },
        environment: { ...environments['app-service'], IDENTITY_ENDPOINT: address },
        hasFile: noFile,
      }).name;
    for (const host of ['localhost:1', '127.0.0.1', '127.1', '0x7f.0.0.1', '[::1]:8080', '169.254.129.2:8081']) {
      assert.equal(open(`http://${host}/msi/token`), 'app-service', host);
    }
    assert.equal(open('https://identity.example/msi/token'), 'app-service');
  });

  it('a thumbprint that is neither SHA-1 nor SHA-256', () => {
    const colons = (pin.match(/../g) ?? []).join(':');
    for (const wrong of [pin.slice(1), `${pin}0`, `${pin.slice(1)}g`, colons, ` ${pin}`, 'x'.repeat(64)]) {
      const { code } = refusalOf({ ...fabric, IDENTITY_SERVER_THUMBPRINT: wrong });
      assert.equal(code, 'ERR_MANAGED_IDENTITY_ENVIRONMENT', wrong);
    }
  });

  it('a secret that no header can hold, before the runtime quotes it', () => {
    for (const source of ['service-fabric', 'app-service'] as const) {
      for (const wrong of [`${secretHeader}\r\nx: y`, `${secretHeader} ${secretHeader}`, `${secretHeader}é`]) {
        const refused = refusalOf({ ...environments[source], IDENTITY_HEADER: wrong });
        assert.equal(refused.code, 'ERR_MANAGED_IDENTITY_ENVIRONMENT');
        assert.equal(refused.source, source);
      }
    }
  });

  it('in Service Fabric, an identity by anything but its object id (ServiceFabricRejectsClientIdAndResourceIdForUserAssignedAsync)', () => {
    for (const kind of ['client-id', 'resource-id'] as const) {
      const refused = refusalOf(fabric, { kind, value: 'the-id-of-the-identity' });
      assert.equal(refused.code, 'ERR_MANAGED_IDENTITY_ID');
      assert.doesNotMatch(refused.message, /the-id-of/);
    }
  });
});
