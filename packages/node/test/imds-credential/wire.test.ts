import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ImdsWire } from '../../src/imds-credential/wire-names.ts';
import type { ManagedIdentityId } from '../../src/managed-identity-source/identity-question.ts';
import { clientId, credential, json, metadata, never, startImds, vmId } from './imds-server.ts';

const resourceId =
  '/subscriptions/e71f/resourcegroups/r/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a b';
const identities: readonly (readonly [ManagedIdentityId, string])[] = [
  [{ kind: 'system' }, ''],
  [{ kind: 'client-id', value: clientId }, `&client_id=${clientId}`],
  [
    { kind: 'object-id', value: 'a1bace9f-d26c-4920-8b40-808bd4a2b29c' },
    '&object_id=a1bace9f-d26c-4920-8b40-808bd4a2b29c',
  ],
  [{ kind: 'resource-id', value: resourceId }, `&mi_res_id=${encodeURIComponent(resourceId)}`],
];

suite('what IMDS is asked', () => {
  for (const [identity, parameter] of identities) {
    test(`for ${identity.kind}`, async () => {
      const { imds, asked } = await startImds(
        (response, { url }) => json(response, url.includes('issue') ? credential : metadata),
        { identity },
      );
      const found = await imds.readMetadata(never);
      await imds.issue({ csr: 'Y3Ny', bypassCache: false, metadata: found }, never);
      await imds.issue({ csr: 'Y3Ny', attestationToken: 'a.b.c', bypassCache: true, metadata: found }, never);
      const version = '?cred-api-version=2.0';
      assert.deepEqual(
        asked.map(({ method, url }) => [method, url]),
        [
          ['GET', `/metadata/identity/getplatformmetadata${version}${parameter}`],
          ['POST', `/metadata/identity/issuecredential${version}${parameter}`],
          ['POST', `/metadata/identity/issuecredential${version}${parameter}&bypass_cache=true`],
        ],
      );
      assert.deepEqual(
        asked.map(({ body }) => body),
        ['', '{"csr":"Y3Ny"}', '{"csr":"Y3Ny","attestation_token":"a.b.c"}'],
      );
      for (const { headers } of asked) {
        assert.equal(headers['metadata'], 'true');
        assert.match(String(headers['x-ms-client-request-id']), /^[0-9a-f-]{36}$/);
      }
      assert.equal(asked[1]?.headers['content-type'], 'application/json; charset=utf-8');
      assert.equal(asked[0]?.headers['content-type'], undefined);
    });
  }

  test('in the words of the draft', async () => {
    const { client_id, tenant_id, identity_type, certificate, mtls_authentication_endpoint } = credential;
    const draft = {
      client_id,
      tenant_id,
      identity_type,
      client_credential: certificate,
      regional_token_url: mtls_authentication_endpoint,
    };
    const identity = { kind: 'client-id', value: clientId } as const;
    const { imds, asked } = await startImds(
      (response, { url }) => json(response, url.includes('issue') ? draft : metadata),
      { identity, wire: 'draft' },
    );
    const found = await imds.readMetadata(never);
    const issued = await imds.issue({ csr: 'Y3Ny', bypassCache: true, metadata: found }, never);
    assert.equal(issued.tokenEndpoint, `https://eastus2.mtlsauth.microsoft.com/${tenant_id}/oauth2/v2.0/token`);
    assert.deepEqual(
      asked.map(({ url }) => url),
      [
        `/metadata/identity/getPlatformMetadata?api-version=2025-05-01&uaid=${clientId}`,
        `/metadata/identity/issuecredential?api-version=2025-05-01&cid=${vmId}&uaid=${clientId}&bypass_cache=true`,
      ],
    );
    // Its names are not those that shipped: an answer in the other words is none.
    const other = await startImds((response) => json(response, credential), { wire: 'draft' });
    await assert.rejects(other.imds.issue({ csr: 'a', bypassCache: false, metadata: found }, never), {
      code: 'ERR_IMDS_CREDENTIAL_ENDPOINT',
    });
  });

  test('the draft has no word for an object id or a resource id', async () => {
    for (const [identity] of identities.slice(2)) {
      await assert.rejects(
        startImds(() => undefined, { identity, wire: 'draft' as ImdsWire }),
        {
          code: 'ERR_MANAGED_IDENTITY_ID',
        },
      );
    }
  });
});

suite('how often IMDS is asked', () => {
  const ask = { metadata: 'readMetadata', certificate: 'issue' } as const;
  for (const [name, method] of Object.entries(ask)) {
    const call = (imds: Awaited<ReturnType<typeof startImds>>['imds']): Promise<unknown> =>
      method === 'issue'
        ? imds.issue(
            {
              csr: 'a',
              bypassCache: false,
              metadata: { clientId, tenantId: credential.tenant_id, computeUnit: { vmId }, attestationEndpoint: '' },
            },
            never,
          )
        : imds.readMetadata(never);
    const good = method === 'issue' ? credential : metadata;

    for (const [status, pauses] of [
      [500, [1000, 2000, 4000]],
      [429, [1000, 2000, 4000]],
      [404, [1000, 2000, 4000]],
      [410, Array.from({ length: 7 }, () => 10_000)],
      [400, []],
      [403, []],
    ] as const) {
      test(`${name}: ${status} for ever: ${pauses.length + 1} requests`, async () => {
        const bench = await startImds((response) => json(response, '', { status }));
        await assert.rejects(call(bench.imds));
        assert.equal(bench.asked.length, pauses.length + 1);
        assert.deepEqual(bench.pauses, pauses);
      });
    }

    test(`${name}: 410 for a minute, and then an answer`, async () => {
      const bench = await startImds((response, _asked, count) =>
        count <= 6 ? json(response, '', { status: 410 }) : json(response, good),
      );
      assert.ok(await call(bench.imds));
      assert.deepEqual(bench.pauses, [10_000, 10_000, 10_000, 10_000, 10_000, 10_000]);
    });

    test(`${name}: no answer in time is asked again`, async () => {
      const bench = await startImds((response, _asked, count) => (count === 1 ? undefined : json(response, good)), {
        timeoutMs: 200,
      });
      assert.ok(await call(bench.imds));
      assert.deepEqual(bench.pauses, [1000]);
    });

    test(`${name}: an answer that cannot be used is not asked about again`, async () => {
      const bench = await startImds((response) => json(response, '{}'));
      await assert.rejects(call(bench.imds), /./);
      assert.equal(bench.asked.length, 1);
    });

    test(`${name}: retries can be turned off`, async () => {
      const bench = await startImds((response) => json(response, '', { status: 500 }), { retries: false });
      await assert.rejects(call(bench.imds), { code: 'ERR_MANAGED_IDENTITY_UNAVAILABLE' });
      assert.equal(bench.asked.length, 1);
    });

    test(`${name}: a signal ends the request and the pause`, async () => {
      const leaving = new AbortController();
      const bench = await startImds(() => leaving.abort(new Error('enough')));
      const asked =
        method === 'issue'
          ? bench.imds.issue(
              {
                csr: 'a',
                bypassCache: false,
                metadata: { clientId, tenantId: '', computeUnit: {}, attestationEndpoint: '' },
              },
              leaving.signal,
            )
          : bench.imds.readMetadata(leaving.signal);
      await assert.rejects(asked, { message: 'enough' });
    });
  }

  test('ImdsV2EndpointsAreNotAvailableButMtlsPopTokenWasRequested: 404 for ever is an IMDS without certificates', async () => {
    const bench = await startImds((response) => json(response, '', { status: 404 }));
    await assert.rejects(bench.imds.readMetadata(never), { code: 'ERR_IMDS_CREDENTIAL_ABSENT' });
  });

  test('404 that says the identity is unknown is not that', async () => {
    const bench = await startImds((response) =>
      json(response, { error: 'invalid_request', error_description: 'Identity not found' }, { status: 404 }),
    );
    await assert.rejects(bench.imds.readMetadata(never), { code: 'ERR_MANAGED_IDENTITY_NOT_FOUND' });
  });
});
