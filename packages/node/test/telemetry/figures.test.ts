import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { instruments } from '../../src/telemetry/instruments.ts';
import type { TelemetryEvent } from '../../src/telemetry/sink-options.ts';
import { createTelemetrySink } from '../../src/telemetry/telemetry-sink.ts';
import { everyEvent } from './event-catalogue.ts';
import { type Figure, openRealSdk, type RealSdk } from './real-sdk.ts';

const h = (name: string): string => `holdfast.${name}`;
const acquired = { [h('scheme')]: 'mtls_pop', [h('token.source')]: 'network', [h('outcome')]: 'success' };
const failed = { [h('scheme')]: 'mtls_pop', [h('outcome')]: 'failure' };
const took = (ms: number) => ({ count: 1, sum: ms });

/** What each event adds to the figures, beside being counted by its name. Those that are missing add nothing. */
const golden: Readonly<Record<string, readonly Omit<Figure, 'unit'>[]>> = {
  'token.acquired': [
    { instrument: h('token.acquisitions'), attributes: { ...acquired, [h('reason')]: 'claims' }, value: 1 },
    { instrument: h('token.acquisition.duration'), attributes: acquired, value: took(25) },
  ],
  'token.failed': [
    {
      instrument: h('token.acquisitions'),
      attributes: { ...failed, [h('reason')]: 'expired', 'error.type': 'ERR_TOKEN_NOT_BOUND' },
      value: 1,
    },
    { instrument: h('token.acquisition.duration'), attributes: failed, value: took(30) },
    {
      instrument: h('binding.failures'),
      attributes: { [h('side')]: 'client', 'error.type': 'ERR_TOKEN_NOT_BOUND' },
      value: 1,
    },
  ],
  'key.generated': [{ instrument: h('key.generation.duration'), attributes: {}, value: took(40) }],
  'credential.issued': [
    {
      instrument: h('certificate.issue.duration'),
      attributes: { [h('key.type')]: 'Hardware', [h('reason')]: 'first' },
      value: took(12),
    },
  ],
  'credential.outcome': [
    {
      instrument: 'MsalMsiCounter',
      attributes: {
        MsiSource: 'ImdsV2',
        TokenType: 'mtls_pop',
        bypassCache: 'true',
        KeyType: 'KeyGuard',
        CredentialOutcome: 'Success',
      },
      value: 1,
    },
  ],
  'credential.retried': [
    {
      instrument: h('retries'),
      attributes: { [h('retried')]: 'credential', [h('identity.source')]: 'imds-v2' },
      value: 1,
    },
  ],
  'certificate.retried': [{ instrument: h('retries'), attributes: { [h('retried')]: 'certificate' }, value: 1 }],
  'managed-identity.retried': [
    {
      instrument: h('retries'),
      attributes: { [h('retried')]: 'managed-identity', [h('identity.source')]: 'imds' },
      value: 1,
    },
  ],
  'request.authenticated': [
    {
      instrument: h('api.requests'),
      attributes: { [h('outcome')]: 'authenticated', [h('scheme')]: 'pop', [h('binding')]: 'key' },
      value: 1,
    },
  ],
  'request.refused': [
    {
      instrument: h('api.requests'),
      attributes: {
        [h('outcome')]: 'refused',
        'error.type': 'ERR_BINDING_PROOF_MISSING',
        'http.response.status_code': 401,
      },
      value: 1,
    },
    {
      instrument: h('binding.failures'),
      attributes: { [h('side')]: 'api', 'error.type': 'ERR_BINDING_PROOF_MISSING' },
      value: 1,
    },
  ],
  'token.revoked-used': [
    { instrument: h('revoked_tokens.refused'), attributes: { [h('side')]: 'api', [h('kind')]: 'jkt' }, value: 1 },
  ],
};

suite('the figures of OpenTelemetry', () => {
  let sdk: RealSdk;
  beforeEach(() => {
    sdk = openRealSdk();
  });
  afterEach(() => sdk.close());

  async function figuresOf(...events: readonly TelemetryEvent[]): Promise<readonly Omit<Figure, 'unit'>[]> {
    const sink = createTelemetrySink({ meter: sdk.meter });
    for (const event of events) sink(event);
    const order = Object.keys(instruments);
    return (await sdk.figures())
      .map(({ unit: _unit, ...figure }) => figure)
      .toSorted((a, b) => order.indexOf(a.instrument) - order.indexOf(b.instrument));
  }

  for (const [name, event] of Object.entries(everyEvent)) {
    test(`${name}: exactly these`, async () => {
      const order = Object.keys(instruments);
      const counted = { instrument: 'holdfast.events', attributes: { 'holdfast.event': name }, value: 1 };
      const expected = [...(golden[name] ?? []), counted];
      assert.deepEqual(
        await figuresOf(event),
        expected.toSorted((a, b) => order.indexOf(a.instrument) - order.indexOf(b.instrument)),
      );
    });
  }

  test('every instrument has its unit and appears with the first figure', async () => {
    const sink = createTelemetrySink({ meter: sdk.meter });
    for (const event of Object.values(everyEvent)) sink(event);
    const units = new Map((await sdk.figures()).map(({ instrument, unit }) => [instrument, unit]));
    assert.deepEqual(
      Object.fromEntries([...units].toSorted()),
      Object.fromEntries(
        Object.entries(instruments)
          .map(([name, { unit }]) => [name, unit])
          .toSorted(),
      ),
    );
  });

  test('a revoked token that an issuer brings back is one that a client refused', async () => {
    const event = { ...everyEvent['token.failed'], code: 'ERR_REVOKED_TOKEN_REPEATED' };
    const figures = await figuresOf(event);
    assert.deepEqual(
      figures.find(({ instrument }) => instrument === 'holdfast.revoked_tokens.refused'),
      {
        instrument: 'holdfast.revoked_tokens.refused',
        attributes: { [h('side')]: 'client', [h('kind')]: 'token' },
        value: 1,
      },
    );
  });

  test('which refusals are those of a binding', async () => {
    const codes = {
      ERR_TOKEN_NOT_BOUND: true,
      ERR_TOKEN_TYPE_DOWNGRADED: true,
      ERR_BINDING_CNF: true,
      ERR_CERTIFICATE_MISMATCH: true,
      ERR_PROOF_SIGNATURE: true,
      ERR_TOKEN_EXPIRED: false,
      ERR_NONCE_STALE: false,
      ERR_REPLAY_REPEATED: false,
      ERR_CERTIFICATE_lower: false,
    };
    for (const [code, isBinding] of Object.entries(codes)) {
      const own = openRealSdk();
      createTelemetrySink({ meter: own.meter })({ name: 'request.refused', code, status: 401 } as TelemetryEvent);
      assert.equal((await own.figures('holdfast.binding.failures')).length, isBinding ? 1 : 0, code);
      await own.close();
    }
  });

  test('a clock that was set back makes no duration', async () => {
    for (const tookMs of [-1, Number.NaN, Number.POSITIVE_INFINITY, '12', undefined]) {
      const figures = await figuresOf({ ...everyEvent['token.acquired'], tookMs } as never);
      assert.equal(figures.filter(({ instrument }) => instrument.endsWith('duration')).length, 0);
    }
  });
});
