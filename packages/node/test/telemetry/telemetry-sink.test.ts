import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { createFakeClock } from '@holdfast/testing';
import { eventNames } from '../../src/telemetry/event-names.ts';
import type { TelemetryOptions } from '../../src/telemetry/sink-options.ts';
import { createTelemetrySink } from '../../src/telemetry/telemetry-sink.ts';
import { everyEvent } from './event-catalogue.ts';
import { openRealSdk, type RealSdk } from './real-sdk.ts';

const milliseconds = ([seconds, nanoseconds]: readonly [number, number]): number =>
  Math.round(seconds * 1000 + nanoseconds / 1e6);

suite('a telemetry sink', () => {
  let sdk: RealSdk;
  beforeEach(() => {
    sdk = openRealSdk();
  });
  afterEach(() => sdk.close());

  test('one span for each acquisition, as long as it took; a failure is an error', () => {
    const clock = createFakeClock();
    const sink = createTelemetrySink({ tracer: sdk.tracer, clock });
    for (const event of Object.values(everyEvent)) sink(event);
    const [acquired, failed] = sdk.spans();
    assert.equal(sdk.spans().length, 2);
    assert.ok(acquired !== undefined && failed !== undefined);
    assert.deepEqual([acquired.name, failed.name], Array(2).fill('holdfast.acquire_token'));
    assert.equal(milliseconds(acquired.endTime), clock());
    assert.equal(milliseconds(acquired.startTime), clock() - 25);
    assert.equal(milliseconds(failed.startTime), clock() - 30);
    assert.deepEqual([acquired.status.code, failed.status.code], [0, 2]);
    assert.deepEqual(acquired.attributes, {
      'holdfast.scheme': 'mtls_pop',
      'holdfast.token.source': 'network',
      'holdfast.reason': 'claims',
      'holdfast.outcome': 'success',
    });
    assert.deepEqual(failed.attributes, {
      'holdfast.scheme': 'mtls_pop',
      'holdfast.reason': 'expired',
      'holdfast.outcome': 'failure',
      'error.type': 'ERR_TOKEN_NOT_BOUND',
      'http.response.status_code': 401,
      'holdfast.aadsts': 700_027,
    });
  });

  test('what happened in a call belongs to its span, and to no other', () => {
    const clock = createFakeClock();
    const sink = createTelemetrySink({ tracer: sdk.tracer, clock });
    const retried = everyEvent['managed-identity.retried'];
    const acquired = everyEvent['token.acquired'];
    sink({ ...retried, correlationId: 'a' } as never);
    clock.advance(1);
    sink({ ...retried, correlationId: 'b' } as never);
    sink({ ...everyEvent['certificate.retried'], correlationId: 'a' } as never);
    sink({ ...acquired, correlationId: 'c' } as never);
    sink({ ...acquired, correlationId: 'a' } as never);
    sink({ ...acquired, correlationId: 'a' } as never);
    const inside = sdk.spans().map(({ events }) => events.map(({ name, time }) => [name, milliseconds(time)]));
    const start = clock() - 1000;
    assert.deepEqual(inside, [
      [],
      [
        ['managed-identity.retried', start],
        ['certificate.retried', start + 1000],
      ],
      [],
    ]);
    const [, second] = sdk.spans();
    assert.deepEqual(second?.events[0]?.attributes, {
      'holdfast.retried': 'managed-identity',
      'holdfast.identity.source': 'imds',
    });
  });

  test('calls that never end are forgotten', () => {
    const sink = createTelemetrySink({ tracer: sdk.tracer });
    const retried = everyEvent['managed-identity.retried'];
    for (let index = 0; index < 3000; index += 1) sink({ ...retried, correlationId: `call-${index}` } as never);
    for (let index = 0; index < 100; index += 1) sink({ ...retried, correlationId: 'call-2999' } as never);
    for (const correlationId of ['call-0', 'call-2000', 'call-2999']) {
      sink({ ...everyEvent['token.acquired'], correlationId } as never);
    }
    assert.deepEqual(
      sdk.spans().map(({ events }) => events.length),
      [0, 1, 32],
    );
  });

  test('each event goes to the channel of its name, as it is; other names to one channel', () => {
    const sink = createTelemetrySink();
    const received: unknown[] = [];
    const take = (message: unknown, name: string | symbol): void => void received.push([name, message]);
    const channels = [...eventNames, 'other'].map((name) => `holdfast:${name}`);
    for (const name of channels) subscribe(name, take);
    const foreign = { name: 'token.acquired.not' };
    for (const event of [...Object.values(everyEvent), foreign]) sink(event);
    for (const name of channels) unsubscribe(name, take);
    sink(foreign);
    assert.deepEqual(received, [
      ...Object.values(everyEvent).map((event) => [`holdfast:${event.name}`, event]),
      ['holdfast:other', foreign],
    ]);
    assert.ok(
      received.every((pair, index) => (pair as unknown[])[1] === [...Object.values(everyEvent), foreign][index]),
    );
  });

  test('channels can be left out', () => {
    const sink = createTelemetrySink({ diagnosticsChannel: false });
    const refuse = (): void => assert.fail('published');
    subscribe('holdfast:token.acquired', refuse);
    sink(everyEvent['token.acquired']);
    unsubscribe('holdfast:token.acquired', refuse);
  });

  test('what fails behind it harms neither the caller nor the other half', async () => {
    const throws = (): never => {
      throw new Error('out of order');
    };
    const broken = { add: throws, record: throws };
    const counting = createTelemetrySink({
      meter: { createCounter: () => broken, createHistogram: () => broken },
      tracer: sdk.tracer,
    });
    counting(everyEvent['token.acquired']);
    assert.equal(sdk.spans().length, 1);
    const partly = createTelemetrySink({
      meter: { createCounter: () => broken, createHistogram: (...about) => sdk.meter.createHistogram(...about) },
    });
    partly(everyEvent['key.generated']);
    assert.equal((await sdk.figures('holdfast.key.generation.duration')).length, 1);
    const tracing = createTelemetrySink({ meter: sdk.meter, tracer: { startSpan: throws } });
    tracing(everyEvent['token.acquired']);
    assert.equal((await sdk.figures('holdfast.token.acquisitions')).length, 1);
    const rejecting = createTelemetrySink({
      meter: { createCounter: () => ({ add: async () => throws() }), createHistogram: () => broken } as never,
    });
    rejecting(everyEvent['key.rotated']);
    // A rejection that nobody takes would end the process about now.
    await new Promise((resolve) => setImmediate(resolve));
  });

  test('wrong and unknown options are programming errors', () => {
    const wrong = [
      { meter: {} },
      { meter: { createCounter: () => undefined } },
      { tracer: {} },
      { tracer: null },
      { diagnosticsChannel: 'yes' },
      { clock: 1 },
      { logger: console },
      null,
    ];
    for (const options of wrong) {
      assert.throws(() => createTelemetrySink(options as TelemetryOptions), TypeError, JSON.stringify(options));
    }
    assert.equal(createTelemetrySink()(everyEvent['token.acquired']), undefined);
  });
});
