import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { assertShowsNoSecret, type Secret, secret } from '@holdfast/testing';
import { createTelemetrySink } from '../../src/telemetry/telemetry-sink.ts';
import { createIdentityBench, type Kind, sha256 } from '../managed-identity/platform.ts';
import { objectId, refusal, startMachine, tenantId, vault } from '../managed-identity-certificate/machine.ts';
import { openRealSdk, type RealSdk } from './real-sdk.ts';

const bound = { resource: vault, authenticationScheme: 'mtls_pop' } as const;
const claims = '{"access_token":{"nbf":{"essential":true,"value":"1893456000"}}}';
const v2 = { MsiSource: 'ImdsV2', TokenType: 'mtls_pop', KeyType: 'InMemory' } as const;
const names: Readonly<Record<Kind, string>> = {
  imds: 'Imds',
  'app-service': 'AppService',
  'service-fabric': 'ServiceFabric',
};

suite('managed identities, with their real clients, servers and the real SDK', () => {
  let sdk: RealSdk;
  beforeEach(() => {
    sdk = openRealSdk();
  });
  afterEach(() => sdk.close());

  const counted = async (): Promise<readonly unknown[]> =>
    (await sdk.figures('MsalMsiCounter')).map(({ attributes, value }) => [attributes, value]);
  const open = async () => {
    const machine = await startMachine();
    const events = createTelemetrySink({ meter: sdk.meter, tracer: sdk.tracer });
    return { machine, client: machine.client({ events }), events };
  };
  const exported = async (secrets: readonly Secret[]): Promise<void> => {
    const spans = sdk.spans().map(({ attributes, events }) => ({ attributes, events }));
    assertShowsNoSecret({ figures: await sdk.figures(), spans }, secrets);
  };

  test('a certificate and a token: Success; from the cache nothing is counted', async () => {
    const { client } = await open();
    const token = await client.acquireToken(bound);
    await client.acquireToken(bound);
    assert.deepEqual(await counted(), [[{ ...v2, bypassCache: 'false', CredentialOutcome: 'Success' }, 1]]);
    assert.deepEqual(
      (await sdk.figures('holdfast.token.acquisitions')).map(
        ({ attributes }) => attributes['holdfast.identity.source'],
      ),
      ['imds-v2', 'imds-v2'],
    );
    for (const instrument of ['holdfast.key.generation.duration', 'holdfast.certificate.issue.duration']) {
      const measured = (await sdk.figures(instrument)).map(({ attributes, value }) => ({ attributes, value }));
      assert.equal(measured[0]?.attributes['holdfast.key.type'], 'InMemory', instrument);
      assert.deepEqual(
        measured.map(({ value }) => value as { count: number }).map(({ count }) => count),
        [1],
      );
    }
    await exported([secret('token', token.accessToken), secret('thumbprint', String(token.bindingThumbprint))]);
  });

  test('claims: a new certificate past the cache of IMDS: Success', async () => {
    const { client } = await open();
    await client.acquireToken({ ...bound, claims });
    assert.deepEqual(await counted(), [[{ ...v2, bypassCache: 'true', CredentialOutcome: 'Success' }, 1]]);
  });

  test('a certificate is refused and another taken: Retry Succeeded, and the span knows', async () => {
    const { machine, client } = await open();
    let asked = 0;
    machine.script.token = () => (asked++ === 0 ? refusal([1_000_613]) : undefined);
    await client.acquireToken(bound);
    assert.deepEqual(await counted(), [[{ ...v2, bypassCache: 'true', CredentialOutcome: 'Retry Succeeded' }, 1]]);
    const [first, second] = sdk.spans();
    assert.equal(first?.attributes['holdfast.outcome'], 'failure');
    assert.equal(first?.attributes['holdfast.aadsts'], 1_000_613);
    assert.equal(second?.attributes['holdfast.outcome'], 'success');
    assert.deepEqual(
      second?.events.map(({ name, attributes }) => [name, attributes]),
      [['credential.retried', { 'holdfast.retried': 'credential', 'holdfast.identity.source': 'imds-v2' }]],
    );
    assert.equal((await sdk.figures('holdfast.retries'))[0]?.value, 1);
  });

  test('certificates are refused and then IMDS fails: Retry Failed', async () => {
    const { machine, client } = await open();
    machine.script.token = () => refusal(undefined);
    let issued = 0;
    machine.script.issue = () => (issued++ === 0 ? undefined : { status: 500 });
    await assert.rejects(client.acquireToken(bound));
    const [[tags] = []] = (await counted()) as [Record<string, string>][];
    assert.deepEqual([tags?.['MsiSource'], tags?.['CredentialOutcome']], ['ImdsV2', 'Retry Failed']);
  });

  test('no version 2, a wrong certificate, no IMDS at all: Not found', async () => {
    const rows = [
      { metadata: () => ({ status: 404 }) },
      { issue: () => ({ body: 'nonsense' }) },
      { metadata: () => ({ status: 500 }) },
    ];
    for (const script of rows) {
      const { machine, client } = await open();
      Object.assign(machine.script, script);
      await assert.rejects(client.acquireToken(bound));
    }
    const failures = await sdk.figures('holdfast.token.acquisitions');
    assert.deepEqual(
      new Set(failures.map(({ attributes }) => attributes['error.type'])),
      new Set(['ERR_IMDS_CREDENTIAL_ABSENT', 'ERR_IMDS_CREDENTIAL_REPLY', 'ERR_MANAGED_IDENTITY_UNAVAILABLE']),
    );
    const total = (await sdk.figures('MsalMsiCounter')).reduce((sum, { value }) => sum + (value as number), 0);
    assert.equal(total, rows.length);
    for (const { attributes } of await sdk.figures('MsalMsiCounter')) {
      assert.equal(attributes['CredentialOutcome'], 'Not found');
    }
  });

  test('a token that is bound to another certificate: no outcome of the credential, a failure of the binding', async () => {
    const { machine, client } = await open();
    machine.script.token = () => ({ body: { token_type: 'Bearer', access_token: 'weaker', expires_in: 3600 } });
    await assert.rejects(client.acquireToken(bound), { code: 'ERR_TOKEN_TYPE_DOWNGRADED' });
    assert.deepEqual(await counted(), []);
    assert.deepEqual(
      (await sdk.figures('holdfast.binding.failures')).map(({ attributes }) => attributes),
      [{ 'holdfast.side': 'client', 'error.type': 'ERR_TOKEN_TYPE_DOWNGRADED' }],
    );
  });

  test('a hundred callers of whom none gets a certificate are one failure; what a caller waits includes the certificate', async () => {
    const { machine, client } = await open();
    machine.script.metadata = () => ({ status: 500 });
    await Promise.allSettled(Array.from({ length: 100 }, () => client.acquireToken(bound)));
    const value = async (outcome: string) =>
      (await sdk.figures('holdfast.token.acquisitions')).find(
        ({ attributes }) => attributes['holdfast.outcome'] === outcome,
      )?.value;
    assert.equal(await value('failure'), 1);
    assert.deepEqual(
      (await counted()).map((row) => (row as unknown[])[1]),
      [1],
    );
    machine.script.metadata = async () => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return undefined;
    };
    await client.acquireToken(bound);
    const [span] = sdk.spans().slice(-1);
    assert.ok((span?.duration[1] ?? 0) >= 50e6 || (span?.duration[0] ?? 0) > 0, String(span?.duration));
  });

  for (const kind of Object.keys(names) as Kind[]) {
    test(`${kind}: at once, told which token was refused, and not at all`, async () => {
      const events = createTelemetrySink({ meter: sdk.meter, tracer: sdk.tracer });
      const { client, platform } = await createIdentityBench(kind, { events, appServiceRevocation: true });
      const { accessToken } = await client.acquireToken({ resource: vault });
      await client
        .acquireToken({ resource: vault, claims: '{}', accessTokenSha256ToRefresh: sha256(accessToken) })
        .catch(() => undefined);
      platform.status = 400;
      await assert.rejects(client.acquireToken({ resource: 'https://graph.microsoft.com' }));
      const tags = { MsiSource: names[kind], TokenType: 'Bearer', CredentialOutcome: 'Success' };
      // IMDS has no way to be told, and brings the refused token once more.
      const isTold = kind !== 'imds';
      assert.deepEqual(
        await counted(),
        isTold
          ? [
              [{ ...tags, bypassCache: 'false' }, 1],
              [{ ...tags, bypassCache: 'true' }, 1],
            ]
          : [[{ ...tags, bypassCache: 'false' }, 2]],
      );
      const repeated = await sdk.figures('holdfast.revoked_tokens.refused');
      assert.equal(repeated.length, isTold ? 0 : 1);
      await exported([secret('token', accessToken), secret('header', '8f3b6f1e-2d0c-4f7a-9b57-0c6a8a1d2e3f')]);
    });
  }

  test('nobody answers: Not found', async () => {
    const events = createTelemetrySink({ meter: sdk.meter });
    const { client, platform } = await createIdentityBench('imds', { events });
    await platform.close();
    await assert.rejects(client.acquireToken({ resource: vault }), { code: 'ERR_MANAGED_IDENTITY_UNREACHABLE' });
    const tags = { MsiSource: 'Imds', TokenType: 'Bearer', bypassCache: 'false', CredentialOutcome: 'Not found' };
    assert.deepEqual(await counted(), [[tags, 1]]);
  });

  test('what IMDS and the token endpoint are told about their client, and why it asks', async () => {
    const { machine, events } = await open();
    const ids = { 1015: undefined, 1016: { userAssignedObjectId: objectId } };
    for (const [apiId, managedIdentityIdParams] of Object.entries(ids)) {
      const client = machine.client({ events, managedIdentityIdParams });
      const reasons = [];
      for (const wish of [{}, { forceRefresh: true }, { claims }]) {
        await client.acquireToken({ ...bound, ...wish });
        reasons.push(machine.tokenRequests.at(-1)?.headers['x-client-current-telemetry']);
      }
      assert.deepEqual(
        reasons,
        [2, 1, 1].map((cache) => `5|${apiId},${cache},,,|0,0,6,,,`),
      );
    }
    const told = (headers: object): readonly string[] =>
      Object.keys(headers).filter((name) => name.startsWith('x-client-'));
    for (const { headers, path } of machine.tokenRequests) {
      assert.ok(path.includes(tenantId));
      assert.deepEqual(
        new Set(told(headers)),
        new Set(['x-client-sku', 'x-client-ver', 'x-client-os', 'x-client-cpu', 'x-client-current-telemetry']),
      );
    }
    for (const { headers } of [...machine.metadataRequests, ...machine.issueRequests]) {
      assert.deepEqual(told(headers).toSorted(), ['x-client-sku', 'x-client-ver']);
    }
  });

  test('sendClientHeaders: false says nothing to either', async () => {
    const machine = await startMachine();
    await machine.client({ sendClientHeaders: false }).acquireToken(bound);
    for (const { headers } of [...machine.metadataRequests, ...machine.issueRequests, ...machine.tokenRequests]) {
      assert.deepEqual(
        Object.keys(headers).filter((name) => name.startsWith('x-client-')),
        [],
      );
    }
  });
});
