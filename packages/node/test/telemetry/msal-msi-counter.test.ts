import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { readMsalMsiTags } from '../../src/telemetry/msal-msi-counter.ts';
import { createTelemetrySink } from '../../src/telemetry/telemetry-sink.ts';
import { openRealSdk, type RealSdk } from './real-sdk.ts';

// The specification's own lists, written down here once more.
const specified = {
  MsiSource: ['AppService', 'CloudShell', 'AzureArc', 'Imds', 'ImdsV2', 'ServiceFabric'],
  TokenType: ['Bearer', 'mtls_pop'],
  bypassCache: ['true', 'false'],
  KeyType: ['InMemory', 'Hardware', 'KeyGuard'],
  CredentialOutcome: ['Not found', 'Retry Failed', 'Retry Succeeded', 'Success'],
} as const;

const sources = { imds: 'Imds', 'imds-v2': 'ImdsV2', 'app-service': 'AppService', 'service-fabric': 'ServiceFabric' };
const outcomes = {
  success: 'Success',
  'retry-succeeded': 'Retry Succeeded',
  'retry-failed': 'Retry Failed',
  'not-found': 'Not found',
};

const golden = Object.entries(sources).flatMap(([source, MsiSource]) =>
  Object.entries(outcomes).flatMap(([outcome, CredentialOutcome]) =>
    (['Bearer', 'mtls_pop'] as const).flatMap((tokenType) =>
      [true, false].flatMap((bypassCache) =>
        [undefined, ...specified.KeyType].map((keyType) => ({
          event: { name: 'credential.outcome', source, tokenType, bypassCache, keyType, outcome },
          tags: {
            MsiSource,
            TokenType: tokenType,
            bypassCache: String(bypassCache),
            ...(keyType === undefined ? {} : { KeyType: keyType }),
            CredentialOutcome,
          },
        })),
      ),
    ),
  ),
);

suite('MsalMsiCounter', () => {
  let sdk: RealSdk;
  beforeEach(() => {
    sdk = openRealSdk();
  });
  afterEach(() => sdk.close());

  test('every combination of what can be said has exactly its tags, through the real SDK', async () => {
    const sink = createTelemetrySink({ meter: sdk.meter });
    for (const { event } of golden) sink(event);
    const figures = await sdk.figures('MsalMsiCounter');
    assert.equal(golden.length, 4 * 4 * 2 * 2 * 4);
    assert.deepEqual(
      figures.map(({ attributes, value }) => ({ attributes, value })),
      golden.map(({ tags }) => ({ attributes: tags, value: 1 })),
    );
  });

  test('no tag and no value but those of the specification', async () => {
    const sink = createTelemetrySink({ meter: sdk.meter });
    for (const { event } of golden) sink(event);
    for (const { attributes } of await sdk.figures('MsalMsiCounter')) {
      for (const [tag, value] of Object.entries(attributes)) {
        assert.ok(Object.hasOwn(specified, tag), tag);
        assert.ok((specified[tag as keyof typeof specified] as readonly unknown[]).includes(value), `${tag}=${value}`);
      }
    }
  });

  test('it counts: three tokens of one kind are 3', async () => {
    const sink = createTelemetrySink({ meter: sdk.meter });
    const [first] = golden;
    for (let times = 0; times < 3; times += 1) sink(first?.event as never);
    assert.deepEqual(await sdk.figures('MsalMsiCounter'), [
      { instrument: 'MsalMsiCounter', unit: '{acquisition}', attributes: first?.tags, value: 3 },
    ]);
  });

  test('an event with a word that is not on the lists is not counted at all', async () => {
    const sink = createTelemetrySink({ meter: sdk.meter });
    const good = {
      name: 'credential.outcome',
      source: 'imds',
      tokenType: 'Bearer',
      bypassCache: false,
      outcome: 'success',
    };
    const wrong = [
      { source: 'toString' },
      { source: undefined },
      { source: ['imds'] },
      { tokenType: 'bearer' },
      { tokenType: undefined },
      { bypassCache: 'true' },
      { bypassCache: undefined },
      { keyType: 'keyguard' },
      { keyType: null },
      { outcome: 'Success' },
      { outcome: '__proto__' },
      { name: 'credential.issued' },
    ];
    for (const change of wrong) {
      assert.equal(readMsalMsiTags({ ...good, ...change }), undefined, JSON.stringify(change));
      sink({ ...good, ...change });
    }
    assert.deepEqual(await sdk.figures('MsalMsiCounter'), []);
    sink(good);
    assert.equal((await sdk.figures('MsalMsiCounter')).length, 1);
  });
});
