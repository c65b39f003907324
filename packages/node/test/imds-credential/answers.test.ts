import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { clientId, credential, fromImds, json, metadata, never, startImds, tenantId, vmId } from './imds-server.ts';

// Every answer comes over a real socket, as whoever stands in the place of IMDS would send it.

const canary = 'canary-9f2c';

async function readMetadata(body: unknown, headers?: Record<string, string>, allowedHosts: readonly string[] = []) {
  const { imds } = await startImds((response) => json(response, body, headers === undefined ? {} : { headers }), {
    allowedHosts: new Set(allowedHosts),
  });
  return imds.readMetadata(never);
}

async function readCredential(body: unknown, allowedHosts: readonly string[] = []) {
  const { imds } = await startImds((response) => json(response, body), { allowedHosts: new Set(allowedHosts) });
  const known = { clientId, tenantId, computeUnit: { vmId }, attestationEndpoint: 'https://a' };
  return imds.issue({ csr: 'a', bypassCache: false, metadata: known }, never);
}

function without(members: Readonly<Record<string, unknown>>, name: string) {
  return Object.fromEntries(Object.entries(members).filter(([member]) => member !== name));
}

suite('the platform metadata', () => {
  test('is taken, ids in lower case, with either or both names of the machine', async () => {
    const found = await readMetadata({
      ...metadata,
      clientId: clientId.toUpperCase(),
      tenantId: tenantId.toUpperCase(),
    });
    assert.deepEqual(found, {
      clientId,
      tenantId,
      computeUnit: { vmId },
      attestationEndpoint: metadata.attestationEndpoint,
    });
    const both = await readMetadata({ ...metadata, cuId: { vmId, vmssId: 'scale-set' }, more: 1 });
    assert.deepEqual(both.computeUnit, { vmId, vmssId: 'scale-set' });
    assert.deepEqual((await readMetadata({ ...metadata, cuId: { vmId: null, vmssId: 'a' } })).computeUnit, {
      vmssId: 'a',
    });
  });

  test('GetCsrMetadataAsyncFailsWithMissingServerHeader, …WithInvalidFormat: whoever does not say that it is IMDS is not believed', async () => {
    for (const server of [undefined, '', 'I_MDS/150', 'nginx', canary]) {
      const headers = { 'content-type': 'application/json', ...(server === undefined ? {} : { server }) };
      await assert.rejects(readMetadata(metadata, headers), { code: 'ERR_IMDS_CREDENTIAL_FOREIGN' });
    }
    assert.ok(await readMetadata(metadata, { ...fromImds, server: 'Microsoft-imds' }));
  });

  const malformed: readonly (readonly [name: string, body: unknown])[] = [
    ...Object.keys(metadata).map((name) => [`without ${name}`, without(metadata, name)] as const),
    ['cuId as text', { ...metadata, cuId: vmId }],
    ['cuId empty', { ...metadata, cuId: {} }],
    ['cuId with empty members', { ...metadata, cuId: { vmId: '', vmssId: '' } }],
    ['vmId as a number', { ...metadata, cuId: { vmId: 7 } }],
    ['vmId that would be more than a word', { ...metadata, cuId: { vmId: `a","vmssId":"${canary}` } }],
    ['clientId that is no GUID', { ...metadata, clientId: canary }],
    ['tenantId that is a domain', { ...metadata, tenantId: 'contoso.example' }],
    ['tenantId with a path', { ...metadata, tenantId: `${tenantId}/../${canary}` }],
    ['a list', [metadata]],
    ['a member twice', `{"clientId":"${clientId}",${JSON.stringify(metadata).slice(1)}`],
    ['no JSON', canary],
    ['nothing', ''],
    ['more than 64 KiB', JSON.stringify({ ...metadata, more: 'x'.repeat(70_000) })],
  ];
  for (const [name, body] of malformed) {
    test(`${name} is refused, and not repeated in the error`, async () => {
      await assert.rejects(readMetadata(body), (error: Error & { code?: string }) => {
        assert.match(error.code ?? '', /^ERR_IMDS_CREDENTIAL_(?:METADATA|ENDPOINT)$/);
        assert.doesNotMatch(`${error.stack}${JSON.stringify(error)}`, new RegExp(canary));
        return true;
      });
    });
  }

  test('a page in the place of JSON is refused', async () => {
    await assert.rejects(readMetadata(metadata, { ...fromImds, 'content-type': 'text/html' }), {
      code: 'ERR_IMDS_CREDENTIAL_METADATA',
    });
  });

  test('a body that trickles, and one without an end, end with the time that an attempt has', async () => {
    for (const piece of ['x', 'x'.repeat(10_000)]) {
      const { imds } = await startImds(
        (response) => {
          response.writeHead(200, fromImds);
          const more = setInterval(() => response.write(piece), 5);
          response.on('close', () => clearInterval(more));
        },
        { timeoutMs: 500, retries: false },
      );
      const startedAt = performance.now();
      await assert.rejects(imds.readMetadata(never));
      assert.ok(performance.now() - startedAt < 10_000);
    }
  });

  test('another identity than the one that was asked for', async () => {
    const identity = { kind: 'client-id', value: '00000000-1111-4222-8333-444444444444' } as const;
    const { imds } = await startImds((response) => json(response, metadata), { identity });
    await assert.rejects(imds.readMetadata(never), { code: 'ERR_IMDS_CREDENTIAL_OTHER' });
  });
});

suite('endpoints that IMDS names', () => {
  const token = 'mtls_authentication_endpoint';
  const good = [
    'https://mtlsauth.microsoft.com',
    'https://mtlsauth.microsoft.com/',
    'https://eastus2.mtlsauth.microsoft.com',
    'https://WestUS3.MTLSAuth.microsoft.com:443',
    'https://usgovvirginia.mtlsauth.microsoftonline.us',
    'https://mtlsauth.partner.microsoftonline.cn',
    'https://mtlsauth.sovcloud-identity.fr',
    'https://mtlsauth.sovcloud-identity.de',
    'https://region1.mtlsauth.sovcloud-identity.sg',
  ];
  for (const endpoint of good) {
    test(`${endpoint} is a token endpoint`, async () => {
      const { tokenEndpoint } = await readCredential({ ...credential, [token]: endpoint });
      const { host } = new URL(endpoint);
      assert.equal(tokenEndpoint, `https://${host}/${tenantId}/oauth2/v2.0/token`);
    });
  }

  const foreign = [
    'http://mtlsauth.microsoft.com',
    'https://mtlsauth.microsoft.com:8443',
    'https://evil.example',
    'https://mtlsauth.microsoft.com.evil.example',
    'https://evilmtlsauth.microsoft.com',
    'https://a.b.mtlsauth.microsoft.com',
    'https://mtlsauth.microsoft.com@evil.example',
    'https://user:secret@mtlsauth.microsoft.com',
    'https://evil.example\\.mtlsauth.microsoft.com',
    'https://evil.example/.mtlsauth.microsoft.com',
    'https://evil.example?.mtlsauth.microsoft.com',
    'https://evil.example#.mtlsauth.microsoft.com',
    'https://mtlsauth.microsoft.com?a=b',
    'https://mtlsauth.microsoft.com#a',
    'https://mtlsauth.microsoft.com\t',
    ' https://mtlsauth.microsoft.com',
    'https://login.microsoftonline.com',
    'https://sts.windows.net',
    'https://mtlsauth.chinacloudapi.cn',
    'https://x-y.mtlsauth.microsoft.com',
    'https://a.mtlsauth.mıcrosoft.com',
    'https://localhost',
    'https://169.254.169.254',
    'ftp://mtlsauth.microsoft.com',
    'mtlsauth.microsoft.com',
    '',
    7,
    null,
    ['https://mtlsauth.microsoft.com'],
  ];
  for (const endpoint of foreign) {
    test(`${JSON.stringify(endpoint)} is none, and is not repeated in the error`, async () => {
      await assert.rejects(readCredential({ ...credential, [token]: endpoint }), (error: Error & { code?: string }) => {
        assert.equal(error.code, 'ERR_IMDS_CREDENTIAL_ENDPOINT');
        assert.doesNotMatch(`${error.stack}${JSON.stringify(error)}`, /evil|secret/);
        return true;
      });
    });
  }

  test('a host that only begins like one of a cloud is none', async () => {
    for (const host of ['eastus2.mtlsauth.microsoft.com.evil.example', 'eastus2.mtlsauth.microsoft.common']) {
      await assert.rejects(readCredential({ ...credential, [token]: `https://${host}` }), {
        code: 'ERR_IMDS_CREDENTIAL_ENDPOINT',
      });
    }
  });

  test('hosts of the application are taken as they are written, with their port; and still https only', async () => {
    const hosts = ['localhost:8444'];
    assert.ok(await readCredential({ ...credential, [token]: 'https://localhost:8444' }, hosts));
    for (const endpoint of [
      'https://localhost',
      'https://localhost:8443',
      'http://localhost:8444',
      'https://a.localhost:8444',
    ]) {
      await assert.rejects(readCredential({ ...credential, [token]: endpoint }, hosts), {
        code: 'ERR_IMDS_CREDENTIAL_ENDPOINT',
      });
    }
  });

  test('an attestation service is at its own hosts, and not at those of token endpoints', async () => {
    for (const endpoint of [
      'https://sharedeus2.eus2.attest.azure.net',
      'https://a.attest.azure.us',
      'https://a.b.attest.azure.cn/path',
    ]) {
      assert.equal((await readMetadata({ ...metadata, attestationEndpoint: endpoint })).attestationEndpoint, endpoint);
    }
    for (const endpoint of [
      'http://sharedeus2.eus2.attest.azure.net',
      'https://attest.azure.net.evil.example',
      'https://evilattest.azure.net',
      'https://mtlsauth.microsoft.com',
      'https://localhost:8443/attestation',
    ]) {
      await assert.rejects(readMetadata({ ...metadata, attestationEndpoint: endpoint }), {
        code: 'ERR_IMDS_CREDENTIAL_ENDPOINT',
      });
    }
    assert.ok(
      await readMetadata({ ...metadata, attestationEndpoint: 'https://localhost:8443/attestation' }, undefined, [
        'localhost:8443',
      ]),
    );
  });
});

suite('a credential', () => {
  const rows: readonly (readonly [name: string, body: unknown, code: string])[] = [
    ...Object.keys(credential).map((name) => [`without ${name}`, without(credential, name), ''] as const),
    [
      'of another identity',
      { ...credential, client_id: '00000000-1111-4222-8333-444444444444' },
      'ERR_IMDS_CREDENTIAL_OTHER',
    ],
    [
      'of another tenant',
      { ...credential, tenant_id: '00000000-1111-4222-8333-444444444444' },
      'ERR_IMDS_CREDENTIAL_OTHER',
    ],
    ['of another type', { ...credential, identity_type: canary }, 'ERR_IMDS_CREDENTIAL_REPLY'],
    ['with PEM', { ...credential, certificate: `-----BEGIN CERTIFICATE-----\n${canary}` }, 'ERR_IMDS_CREDENTIAL_REPLY'],
    ['with base64url', { ...credential, certificate: '-_-_' }, 'ERR_IMDS_CREDENTIAL_REPLY'],
    ['with an empty certificate', { ...credential, certificate: '' }, 'ERR_IMDS_CREDENTIAL_REPLY'],
    ['with a huge certificate', { ...credential, certificate: 'A'.repeat(20_000) }, 'ERR_IMDS_CREDENTIAL_REPLY'],
    ['that is no JSON', canary, 'ERR_IMDS_CREDENTIAL_REPLY'],
  ];
  for (const [name, body, code] of rows) {
    test(`${name} is refused, and not repeated in the error`, async () => {
      await assert.rejects(readCredential(body), (error: Error & { code?: string }) => {
        if (code === '') assert.match(error.code ?? '', /^ERR_IMDS_CREDENTIAL_(?:REPLY|ENDPOINT)$/);
        else assert.equal(error.code, code);
        assert.doesNotMatch(`${error.stack}${JSON.stringify(error)}`, new RegExp(canary));
        return true;
      });
    });
  }

  test('IMDS says no: 400 with its word, and nothing else of what it wrote', async () => {
    const refusal = {
      error: 'invalid_request',
      error_description: `Attestation Token is missing / empty in the issue credential request ${canary}`,
    };
    const { imds } = await startImds((response) => json(response, refusal, { status: 400 }));
    const known = { clientId, tenantId, computeUnit: { vmId }, attestationEndpoint: 'https://a' };
    await assert.rejects(imds.issue({ csr: 'a', bypassCache: false, metadata: known }, never), (error: Error) => {
      assert.deepEqual([Reflect.get(error, 'status'), Reflect.get(error, 'error')], [400, 'invalid_request']);
      assert.doesNotMatch(`${error.stack}${JSON.stringify(error)}`, new RegExp(canary));
      return true;
    });
  });
});
