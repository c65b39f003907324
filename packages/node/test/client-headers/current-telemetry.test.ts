import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { RefreshReason, TokenQuery } from '@holdfast/oauth';
import { buildCurrentTelemetry, type CurrentTelemetryFacts } from '../../src/client-headers/current-telemetry.ts';
import { createTokenRequestHeaders } from '../../src/client-headers/token-request-headers.ts';
import { libraryHeaders, machineHeaders } from '../../src/client-headers/who-asks.ts';

function query(scheme: { name: string; binding?: unknown }, members: Partial<TokenQuery> = {}): TokenQuery {
  return { scopes: ['CANARY'], tenant: 'CANARY', correlationId: 'CANARY', scheme, ...members } as TokenQuery;
}

const bearer = { name: 'bearer' };
const facts: CurrentTelemetryFacts = { client: 'confidential', isCacheShared: false };

/** Every reason, and the number that MSAL counts it by. */
const cacheInfos: Readonly<Record<RefreshReason, number>> = {
  'force-refresh': 1,
  claims: 1,
  'token-hash': 1,
  revoked: 1,
  'no-cached-token': 2,
  expired: 3,
  proactive: 4,
};

test('each reason has its number; without one it is 0, and with claims always 1', () => {
  for (const [reason, number] of Object.entries(cacheInfos) as [RefreshReason, number][]) {
    assert.equal(buildCurrentTelemetry(query(bearer, { reason }), facts), `5|1004,${number},,,|0,0,1,,,`, reason);
    assert.equal(
      buildCurrentTelemetry(query(bearer, { reason, claims: { CANARY: 1 } }), facts).slice(0, 9),
      '5|1004,1,',
    );
  }
  assert.equal(buildCurrentTelemetry(query(bearer), facts), '5|1004,0,,,|0,0,1,,,');
});

test('who asks, what for, and whether tokens are shared', () => {
  const rows = [
    [
      { ...facts, client: 'system-assigned' },
      { name: 'mtls_pop', binding: { form: 'x5t#S256' } },
      '5|1015,2,,,|0,0,6,,,',
    ],
    [
      { ...facts, client: 'user-assigned' },
      { name: 'mtls_pop', binding: { form: 'x5t#S256' } },
      '5|1016,2,,,|0,0,6,,,',
    ],
    [{ ...facts, isCacheShared: true }, bearer, '5|1004,2,,,|1,0,1,,,'],
    [facts, { name: 'pop', binding: { form: 'kid' } }, '5|1004,2,,,|0,0,2,,,'],
    [facts, { name: 'pop', binding: { form: 'jwk' } }, '5|1004,2,,,|0,0,4,,,'],
    [{ ...facts, region: 'westus3' }, bearer, '5|1004,2,westus3,0,6|0,0,1,,,'],
  ] as const;
  for (const [given, scheme, expected] of rows) {
    assert.equal(buildCurrentTelemetry(query(scheme, { reason: 'no-cached-token' }), given), expected);
  }
});

test('a region is told to its own endpoint only', () => {
  const headers = createTokenRequestHeaders({ ...facts, region: 'westus3' });
  const toldTo = (host: string) =>
    headers(query(bearer), `https://${host}/t/oauth2/v2.0/token`)['x-client-current-telemetry'];
  assert.equal(toldTo('westus3.mtlsauth.microsoft.com'), '5|1004,0,westus3,0,6|0,0,1,,,');
  for (const host of ['mtlsauth.microsoft.com', 'login.microsoftonline.com', 'westus3x.example', 'a.westus3.example']) {
    assert.equal(toldTo(host), '5|1004,0,,,|0,0,1,,,', host);
  }
});

test('the name is ours, the version that of the package, and the machine is named by family only', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  assert.deepEqual(libraryHeaders, { 'x-client-SKU': 'holdfast-node', 'x-client-Ver': version });
  assert.deepEqual(machineHeaders, {
    ...libraryHeaders,
    'x-client-OS': process.platform,
    'x-client-CPU': process.arch,
  });
});
