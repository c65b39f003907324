import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processCredential } from '../../src/imds-credential/issued-credential.ts';
import { processMetadata } from '../../src/imds-credential/platform-metadata.ts';
import { wires } from '../../src/imds-credential/wire-names.ts';
import { clientId, credential, fromImds, json, metadata, never, startImds, tenantId, vmId } from './imds-server.ts';

// One attack each; every shape of them is in the tables beside this file.

const answer = (body: unknown) => new Response(JSON.stringify(body), { headers: fromImds });
const known = { clientId, tenantId, computeUnit: { vmId }, attestationEndpoint: 'https://a' };
const context = { allowedHosts: new Set<string>(), clock: Date.now };

test('the name of a machine that would write another member into the certificate request', async () => {
  const body = { ...metadata, cuId: { vmId: 'a","vmssId":"b' } };
  await assert.rejects(processMetadata(answer(body), { ...context, identity: { kind: 'system' } }), {
    code: 'ERR_IMDS_CREDENTIAL_METADATA',
  });
});

test('the credential of another tenant', async () => {
  const body = { ...credential, tenant_id: '00000000-1111-4222-8333-444444444444' };
  await assert.rejects(processCredential(answer(body), { ...context, wire: wires.shipped, metadata: known }), {
    code: 'ERR_IMDS_CREDENTIAL_OTHER',
  });
});

test('IMDS is told to pass over its cache when it must, and only then', async () => {
  const { imds, asked } = await startImds((response) => json(response, credential));
  for (const bypassCache of [false, true]) await imds.issue({ csr: 'a', bypassCache, metadata: known }, never);
  assert.deepEqual(
    asked.map(({ url }) => new URL(url, 'http://a').searchParams.get('bypass_cache')),
    [null, 'true'],
  );
});
