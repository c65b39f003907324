import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { findSettings } from '../../src/settings/find-settings.ts';
import { temporaryFolder } from '../support/holdfast-process.ts';

const environment = {
  AZURE_AUTHORITY_HOST: 'https://env.example',
  AZURE_TENANT_ID: 'env-tenant',
  AZURE_CLIENT_ID: 'env-client',
  AZURE_CLIENT_SECRET: 'env-secret',
  NODE_EXTRA_CA_CERTS: '/nowhere/ca.pem',
};

/** A secret must reach no authority but the one it was written down with. */
suite('settings come from one place', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let envFile: string;
  before(async () => {
    folder = await temporaryFolder();
    await mkdir(join(folder.path, 'data'));
    envFile = join(folder.path, 'data', 'env');
    await writeFile(
      envFile,
      'AZURE_AUTHORITY_HOST=https://file.example\nAZURE_TENANT_ID=file-tenant\nAZURE_CLIENT_ID=file-client\nAZURE_CLIENT_SECRET=file-secret\n',
    );
  });
  after(() => folder.remove());

  test('the environment, whose extra CAs the process trusts already', async () => {
    assert.deepEqual(await findSettings({}, environment), {
      authority: 'https://env.example/env-tenant',
      clientId: 'env-client',
      credential: { kind: 'secret', secret: 'env-secret' },
      ca: undefined,
    });
  });

  test('a file, by its name or in a data directory, and nothing of the environment', async () => {
    const expected = {
      authority: 'https://file.example/file-tenant',
      clientId: 'file-client',
      credential: { kind: 'secret', secret: 'file-secret' },
      ca: undefined,
    };
    assert.deepEqual(await findSettings({ envFile }, environment), expected);
    assert.deepEqual(await findSettings({ data: join(folder.path, 'data') }, environment), expected);
  });

  test('an authority by flag takes nothing from anywhere', async () => {
    const authority = 'https://flag.example/tenant';
    await assert.rejects(findSettings({ authority }, environment), { code: 'ERR_SETTINGS_AUTHORITY' });
    await assert.rejects(findSettings({ authority, clientId: 'c' }, environment), { code: 'ERR_SETTINGS_CREDENTIAL' });
    const secretFile = join(folder.path, 'secret');
    await writeFile(secretFile, 'flag-secret\n');
    const found = await findSettings({ authority, clientId: 'c', clientSecretFile: secretFile }, environment);
    assert.deepEqual([found.authority, found.credential], [authority, { kind: 'secret', secret: 'flag-secret' }]);
  });

  test('two places at once are a mistake', async () => {
    await assert.rejects(findSettings({ envFile, data: folder.path }, {}), { code: 'ERR_SETTINGS_VALUE' });
    await assert.rejects(findSettings({ envFile, authority: 'https://flag.example/t' }, {}), {
      code: 'ERR_SETTINGS_VALUE',
    });
  });

  test('a secret and a certificate at once are a mistake, and so is an empty secret', async () => {
    const both = { ...environment, AZURE_CLIENT_CERTIFICATE_PATH: 'x.pem' };
    await assert.rejects(findSettings({}, both), { code: 'ERR_SETTINGS_CREDENTIAL' });
    await assert.rejects(findSettings({}, { ...environment, AZURE_CLIENT_SECRET: '' }), {
      code: 'ERR_SETTINGS_CREDENTIAL',
    });
    await assert.rejects(findSettings({ cert: 'x' }, environment), { code: 'ERR_SETTINGS_CREDENTIAL' });
  });

  test('without a host in the environment it is the public cloud, as for the Azure SDKs', async () => {
    const { AZURE_AUTHORITY_HOST: _host, ...others } = environment;
    assert.equal((await findSettings({}, others)).authority, 'https://login.microsoftonline.com/env-tenant');
  });
});
