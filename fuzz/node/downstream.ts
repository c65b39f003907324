import { createDownstreamApi, type DownstreamApiOptions, parseDownstreamSettings } from '@holdfast/node';
import { canary } from '@holdfast/testing';
import fc from 'fast-check';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';

const client = {
  acquireTokenForClient: async () => ({ accessToken: canary, tokenType: 'Bearer' }),
  signHttpRequest: async () => `Bearer ${canary}`,
} as unknown as DownstreamApiOptions['client'];

const pieces = fc.constantFrom(
  '..',
  '.',
  '/',
  '//',
  '\\',
  '%2e',
  '%2F',
  '%5c',
  '?',
  '#',
  '@',
  ':',
  'https://evil.example',
  'a',
  ' ',
  '\t',
  '\u00e4',
  ';',
);
const paths = fc.oneof(
  fc.string(),
  fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
);

const addresses = defineTarget({
  name: 'node/downstream-address',
  shortRuns: 500,
  arbitrary: fc.tuple(paths, fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 })),
  run: async ([path, extraQueryParameters]) => {
    const sent: URL[] = [];
    const api = createDownstreamApi({
      client,
      baseUrl: 'https://api.example/v1',
      scopes: ['s'],
      protocolScheme: 'bearer',
      transport: async (request) => {
        sent.push(new URL(request.url));
        return new Response(null, { status: 204 });
      },
    });
    await attempt(() => api.get(path, { extraQueryParameters }), { misuse: 'TypeError' });
    for (const { origin, pathname, username } of sent) {
      expect(origin === 'https://api.example' && username === '', 'sends a token elsewhere');
      expect(pathname.startsWith('/v1/'), 'leaves the base');
      expect(!/(?:^|\/|%2f|%5c)(?:\.|%2e){2}(?:$|\/|%2f|%5c)/i.test(pathname), 'lets a server walk up');
    }
  },
});

const settings = {
  AzureAd: {
    Instance: 'https://login.example/',
    TenantId: 'contoso.example',
    ClientId: 'c',
    SendX5c: true,
    AzureRegion: 'westus3',
    ClientCapabilities: ['cp1'],
    ClientCredentials: [{ SourceType: 'ClientSecret', ClientSecret: canary }],
  },
  Api: {
    BaseUrl: 'https://api.example',
    ProtocolScheme: 'MTLS_POP',
    Scopes: ['api://orders/.default'],
    ExtraHeaderParameters: { 'x-ms-tokenboundauth': 'true' },
    AcquireTokenOptions: { ForceRefresh: true },
  },
};
const variables = fc.dictionary(
  fc.oneof(
    fc.constantFrom('Api__Scopes__0', 'AzureAd__ClientId', 'api__baseurl', 'Api____proto____x', 'Api__constructor__x'),
    fc.string(),
  ),
  fc.string(),
  { maxKeys: 4 },
);

const files = defineTarget({
  name: 'node/downstream-settings',
  shortRuns: 300,
  arbitrary: fc.tuple(jsonEdits, variables),
  run: async ([edits, environment]) => {
    const changed = editJson(settings, edits) as Record<string, unknown>;
    await attempt(() => parseDownstreamSettings(changed, { api: 'Api', environment }), { misuse: 'TypeError' });
    expect(!('x' in {}), 'writes to the prototype of everything');
  },
});

/** What calls and settings of an API say. */
export const downstreamTargets: readonly FuzzTarget[] = [addresses, files];
