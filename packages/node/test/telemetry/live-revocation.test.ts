import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { createManagedIdentityClient, type ManagedIdentityClient } from '@holdfast/node/managed-identity';
import { assertShowsNoSecret, secret } from '@holdfast/testing';
import { type RunningAuthority, runAuthority } from '../../../authority/test/harness/running-authority.ts';
import { createTelemetrySink } from '../../src/telemetry/telemetry-sink.ts';
import { openRealSdk, type RealSdk } from './real-sdk.ts';

suite('a certificate of IMDS that the real authority revokes', () => {
  let running: RunningAuthority;
  let sdk: RealSdk;
  let client: ManagedIdentityClient;
  before(async () => {
    running = await runAuthority();
    sdk = openRealSdk();
    const { imds, mtlsSts, sts } = running.description;
    client = createManagedIdentityClient({
      environment: { AZURE_POD_IDENTITY_AUTHORITY_HOST: imds },
      ca: running.authority.certificates.caPem,
      allowedHosts: [mtlsSts, sts].map((address) => new URL(address).host),
      events: createTelemetrySink({ meter: sdk.meter, tracer: sdk.tracer }),
    });
  });
  after(async () => {
    await client?.close();
    await sdk?.close();
    await running?.close();
  });

  test('Success, then Retry Succeeded, each counted once; the waiting counts, and the retry is in its span', async () => {
    const wanted = { resource: 'https://vault.azure.net', authenticationScheme: 'mtls_pop' } as const;
    const first = await client.acquireToken(wanted);
    const body = JSON.stringify({ x5t: first.bindingThumbprint });
    const revoked = await running.admin('/revoke', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    assert.equal(revoked.status, 201);
    const wave = Array.from({ length: 20 }, () => client.acquireToken({ ...wanted, forceRefresh: true }));
    const tokens = await Promise.all(wave);
    assert.equal(new Set(tokens.map(({ bindingThumbprint }) => bindingThumbprint)).size, 1);
    assert.notEqual(tokens[0]?.bindingThumbprint, first.bindingThumbprint);

    const tags = { MsiSource: 'ImdsV2', TokenType: 'mtls_pop', KeyType: 'InMemory' };
    assert.deepEqual(
      (await sdk.figures('MsalMsiCounter')).map(({ attributes, value }) => [attributes, value]),
      [
        [{ ...tags, bypassCache: 'false', CredentialOutcome: 'Success' }, 1],
        [{ ...tags, bypassCache: 'true', CredentialOutcome: 'Retry Succeeded' }, 1],
      ],
    );
    assert.deepEqual(
      (await sdk.figures('holdfast.certificate.issue.duration')).map(({ attributes }) => attributes['holdfast.reason']),
      ['first', 'remediation'],
    );
    const retried = sdk.spans().filter(({ events }) => events.some(({ name }) => name === 'credential.retried'));
    assert.equal(retried.length, 1);
    assert.equal(retried[0]?.attributes['holdfast.outcome'], 'success');
    const spans = sdk.spans().map(({ attributes, events }) => ({ attributes, events }));
    assertShowsNoSecret({ spans, figures: await sdk.figures() }, [
      ...tokens.map(({ accessToken }) => secret('token', accessToken)),
      secret('thumbprint', String(first.bindingThumbprint)),
      secret('tenant', running.tenantId),
    ]);
  });
});
