import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createConfidentialClient, createDownstreamApi, parseDownstreamSettings } from '@holdfast/node';
import { type BoundBench, startBoundBench } from '../confidential/bound-bench.ts';
import { type OrdersApi, startOrdersApi } from './orders-api.ts';

const AzureAd = {
  TenantId: 'contoso.example',
  ClientId: 'c',
  ClientCredentials: [{ SourceType: 'ClientSecret', ClientSecret: 's' }],
};
const Orders = { BaseUrl: 'https://api.example/v1', Scopes: ['api://orders/.default'] };
const parse = (settings: object, environment: Record<string, string> = {}) =>
  parseDownstreamSettings(settings as Record<string, unknown>, { api: 'Orders', environment });

let bench: BoundBench;
let api: OrdersApi;
let folder: string;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-settings-'));
  bench = await startBoundBench({ dataDirectory: join(folder, 'data') });
  api = await startOrdersApi(bench);
});
after(async () => {
  await bench.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a JSON file of Identity.Web and the environment make a bound call', async () => {
  const { clientId, certFile = '', keyFile = '' } = bench.running.application('daemon');
  const both = join(folder, 'both.pem');
  writeFileSync(both, readFileSync(certFile, 'utf8') + readFileSync(keyFile, 'utf8'));
  const file = join(folder, 'appsettings.json');
  const settings = {
    Logging: { LogLevel: { Default: 'Information' } },
    AzureAd: {
      Instance: `${bench.running.sts}/`,
      ClientId: clientId,
      SendX5c: true,
      ClientCredentials: [{ SourceType: 'Path', CertificateDiskPath: 'is in the environment' }],
    },
    Orders: {
      BaseUrl: api.origin,
      RelativePath: 'v1/list',
      ProtocolScheme: 'MTLS_POP',
      RequestAppToken: true,
      ExtraHeaderParameters: { 'x-ms-tokenboundauth': 'true' },
    },
  };
  writeFileSync(file, JSON.stringify(settings));
  const parsed = parse(JSON.parse(readFileSync(file, 'utf8')) as object, {
    AZUREAD__TENANTID: bench.running.tenantId,
    AzureAd__ClientCredentials__0__CertificateDiskPath: both,
    Orders__Scopes__0: 'api://orders/.default',
    SOMETHING__ELSE: 'x',
    AzureAd: 'no field',
  });
  const client = createConfidentialClient({ ...parsed.client, ca: bench.running.authority.certificates.caPem });
  const orders = createDownstreamApi({ client, ...parsed.api });
  const answer = await orders.get<{ readonly verdict: string; readonly certificate: string }>();
  assert.deepEqual([answer.verdict, answer.certificate], ['ok', bench.certificate.x5tS256]);
  const [seen] = api.seen;
  assert.deepEqual([seen?.url, seen?.label, seen?.headers['x-ms-tokenboundauth']], ['/v1/list', 'mtls_pop', 'true']);
  await client.close();
});

test('names in any letter case; ProtocolScheme means what it means there', () => {
  const lower = parse({
    azuread: { tenantid: 't', CLIENTID: 'c', clientCredentials: [] },
    ORDERS: { baseurl: 'https://a.example' },
  });
  assert.equal(lower.client.authority, 'https://login.microsoftonline.com/t');
  assert.equal(lower.api.protocolScheme, 'Bearer');
  for (const [ProtocolScheme, expected] of [
    [undefined, 'Bearer'],
    ['Bearer', 'Bearer'],
    ['MTLS_POP', 'MTLS_POP'],
    ['Pop', 'Pop'],
  ] as const) {
    assert.equal(parse({ AzureAd, Orders: { ...Orders, ProtocolScheme } }).api.protocolScheme, expected);
  }
  const { api: tokenless } = parse({ AzureAd, Orders: { BaseUrl: 'https://a.example', ProtocolScheme: 'MTLS' } });
  assert.deepEqual([tokenless.clientCertificateOnly, tokenless.scopes], [true, undefined]);
  const client = createConfidentialClient(parse({ AzureAd, Orders }).client);
  // Identity.Web would read this as Bearer.
  const misspelt = parse({ AzureAd, Orders: { ...Orders, ProtocolScheme: 'MtlsPop' } });
  assert.throws(() => createDownstreamApi({ client, ...misspelt.api }), { code: 'ERR_SCHEME_UNKNOWN' });
});

test('everything else in the section of the API', () => {
  const parsed = parse(
    {
      AzureAd: { ...AzureAd, AzureRegion: 'westus3', ClientCapabilities: ['cp1'] },
      Orders: {
        ...Orders,
        HttpMethod: 'Post',
        AcceptHeader: 'text/plain',
        ContentType: 'text/plain',
        ExtraQueryParameters: { a: '1' },
        AcquireTokenOptions: { Tenant: 'fabrikam.example', ForceRefresh: false, Claims: '{}' },
      },
    },
    { Orders__AcquireTokenOptions__ForceRefresh: 'True' },
  );
  assert.equal(parsed.client.azureRegion, 'westus3');
  assert.deepEqual(parsed.client.clientCapabilities, ['cp1']);
  const { httpMethod, acceptHeader, contentType, extraQueryParameters, acquireTokenOptions } = parsed.api;
  assert.deepEqual([httpMethod, acceptHeader, contentType], ['Post', 'text/plain', 'text/plain']);
  assert.deepEqual(extraQueryParameters, { a: '1' });
  assert.deepEqual(acquireTokenOptions, { tenantId: 'fabrikam.example', claims: '{}', forceRefresh: true });
});

test('what is missing, unknown, written twice or of the wrong type is refused', () => {
  const wrong: readonly object[] = [
    {},
    { AzureAd },
    { Orders },
    { AzureAd: [], Orders },
    { AzureAd: { ...AzureAd, TenantId: undefined }, Orders },
    { AzureAd: { ...AzureAd, TenantId: 7 }, Orders },
    { AzureAd: { ...AzureAd, tenantid: 't' }, Orders },
    { AzureAd: { ...AzureAd, Tenant: 't' }, Orders },
    { AzureAd: { ...AzureAd, ClientSecret: 's' }, Orders },
    { AzureAd: { ...AzureAd, ClientCredentials: undefined }, Orders },
    { AzureAd, Orders: { ...Orders, BaseUrl: '' } },
    { AzureAd, Orders: { ...Orders, BaseURL: 'https://a.example', ProtocolScheme: 7 } },
    { AzureAd, Orders: { ...Orders, Scopes: 'api://orders/.default' } },
    { AzureAd, Orders: { ...Orders, RequestAppToken: false, ProtocolScheme: 'MTLS_POP' } },
    { AzureAd, Orders: { ...Orders, ExtraHeaderParameters: { a: 1 } } },
    { AzureAd, Orders: { ...Orders, AcquireTokenOptions: { ManagedIdentity: {} } } },
  ];
  for (const settings of wrong) {
    assert.throws(() => parse(settings), { code: 'ERR_DOWNSTREAM_SETTINGS' }, JSON.stringify(settings));
  }
  const settings = { AzureAd, Orders };
  assert.throws(() => parse(settings, { Orders__constructor: 'x' }), { code: 'ERR_DOWNSTREAM_SETTINGS' });
  parse(settings, { Orders____proto____polluted: 'x', Orders__: 'x' });
  assert.equal('polluted' in {}, false);
});

test('nothing that was left empty or said twice turns binding off', () => {
  const bound = { AzureAd, Orders: { ...Orders, ProtocolScheme: 'MTLS_POP' } };
  assert.equal(parse(bound).api.protocolScheme, 'MTLS_POP');
  const refused = { code: 'ERR_DOWNSTREAM_SETTINGS' };
  assert.throws(() => parse(bound, { Orders__ProtocolScheme: '' }), refused);
  for (const ProtocolScheme of ['', null]) {
    assert.throws(() => parse({ AzureAd, Orders: { ...Orders, ProtocolScheme } }), refused);
  }
  assert.throws(() => parse({ orders: Orders, ...bound }), refused);
  const twice = { Orders__ProtocolScheme: 'MTLS_POP', ORDERS__PROTOCOLSCHEME: 'Bearer' };
  assert.throws(() => parse(bound, twice), refused);
});
