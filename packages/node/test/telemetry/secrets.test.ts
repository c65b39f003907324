import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { assertShowsNoSecret, canary, canarySecret, facesOf, findSecret } from '@holdfast/testing';
import { eventNames } from '../../src/telemetry/event-names.ts';
import { createTelemetrySink } from '../../src/telemetry/telemetry-sink.ts';
import { everyEvent } from './event-catalogue.ts';
import { openRealSdk, type RealSdk } from './real-sdk.ts';

const events = Object.values(everyEvent);

/** The same event with the canary in place of every text but its name, and of every number. */
function marked(event: object): { readonly name: string } {
  const mark = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(mark);
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.keys(value).map((key) => [key, canary]))
      : canary;
  };
  const entries = Object.entries(event).map(([key, value]) => [key, key === 'name' ? value : mark(value)]);
  return Object.fromEntries(entries) as { readonly name: string };
}

suite('no secret in any attribute, through the real SDK', () => {
  let sdk: RealSdk;
  beforeEach(() => {
    sdk = openRealSdk();
  });
  afterEach(() => sdk.close());

  const exported = async (): Promise<unknown> => ({
    figures: await sdk.figures(),
    spans: sdk
      .spans()
      .map(({ name, attributes, events: inside, status, links }) => ({ name, attributes, inside, status, links })),
  });

  test('every event there is, with the canary wherever any text may stand', async () => {
    assert.deepEqual(new Set(Object.keys(everyEvent)), eventNames);
    const sink = createTelemetrySink({ meter: sdk.meter, tracer: sdk.tracer });
    // Something that happened in a call comes before its end.
    for (const event of [...events].sort(({ name }) => (name.startsWith('token.') ? 1 : -1))) sink(event);
    const all = await exported();
    assertShowsNoSecret(all, [canarySecret]);
    assert.equal((await sdk.figures('holdfast.events')).length, events.length);
    assert.equal(sdk.spans().length, 2);
    assert.ok(sdk.spans().some((span) => span.events.some(({ name }) => name === 'certificate.retried')));
  });

  test('every event there is, with the canary in every member: no word is believed', async () => {
    const sink = createTelemetrySink({ meter: sdk.meter, tracer: sdk.tracer });
    for (const event of events) {
      assert.ok(findSecret(facesOf(marked(event)), [canarySecret]), event.name);
      sink(marked(event));
    }
    assertShowsNoSecret(await exported(), [canarySecret]);
  });

  test('events that are none of ours, whatever their name and shape', async () => {
    const sink = createTelemetrySink({ meter: sdk.meter, tracer: sdk.tracer });
    const names = [
      canary,
      `token.acquired.${canary}`,
      '__proto__',
      'constructor',
      'toString',
      '',
      undefined,
      null,
      1,
      {},
    ];
    for (const name of names) sink({ name, scheme: canary, code: canary, tookMs: canary } as never);
    for (const event of [undefined, null, canary, 1, [canary], new Proxy({}, { get: () => canary })])
      sink(event as never);
    assertShowsNoSecret(await exported(), [canarySecret]);
    const counted = await sdk.figures();
    assert.deepEqual(
      counted.map(({ instrument, attributes }) => [instrument, attributes]),
      [['holdfast.events', { 'holdfast.event': 'other' }]],
    );
  });

  test('the number of series does not grow with what is in events', async () => {
    const sink = createTelemetrySink({ meter: sdk.meter, tracer: sdk.tracer });
    for (let index = 0; index < 500; index += 1) {
      const odd = {
        scheme: `s${index}`,
        source: `o${index}`,
        refreshReason: `r${index}`,
        code: `c${index}`,
        status: 1000 + index,
      };
      sink({ name: 'token.acquired', ...odd } as never);
      sink({ name: 'request.refused', ...odd } as never);
    }
    assert.ok((await sdk.figures()).length < 8);
  });
});
