import { createEventSink, type EventSink } from '@holdfast/core';
import { createSpanWriter, type SpanWriter } from './acquisition-spans.ts';
import { openChannels } from './channels.ts';
import { eventNames } from './event-names.ts';
import { type Measurement, openInstruments } from './instruments.ts';
import type { EventFacts } from './known-words.ts';
import { type Reading, readers } from './read-event.ts';
import { parseTelemetryOptions, type TelemetryEvent, type TelemetryOptions } from './sink-options.ts';

const nothing: Reading = { attributes: {}, measurements: [] };

/**
 * Makes a sink for the `events` of clients, pools and validators; it gives what they tell to OpenTelemetry and to `node:diagnostics_channel`.
 *
 * One sink serves any number of them. It never throws, whatever becomes of an event, and nothing waits for it. Attributes hold known words and numbers and nothing
 * else of an event; channels carry events as they are.
 *
 * Not done: exporting. That is the business of the OpenTelemetry SDK that meter and tracer come from.
 *
 * @param options - read once; without any, events go to the channels
 * @throws TypeError for a wrong or unknown option; whatever the meter throws when it is asked for an instrument
 *
 * @example
 * ```ts
 * import { createConfidentialClient } from '@holdfast/node';
 * import { createTelemetrySink } from '@holdfast/node/telemetry';
 * import { metrics, trace } from '@opentelemetry/api';
 *
 * const client = createConfidentialClient({
 *   authority: 'https://login.microsoftonline.com/contoso.example',
 *   clientId: '11111111-2222-3333-4444-555555555555',
 *   clientSecret: 'from your configuration',
 *   events: createTelemetrySink({ meter: metrics.getMeter('holdfast'), tracer: trace.getTracer('holdfast') }),
 * });
 * console.log(client.clientCapabilities);
 * ```
 */
export function createTelemetrySink(options: TelemetryOptions = {}): EventSink<TelemetryEvent> {
  const { meter, tracer, diagnosticsChannel, clock } = parseTelemetryOptions(options);
  const outputs: readonly ((event: EventFacts, reading: Reading) => void)[] = [
    ...(diagnosticsChannel ? [openChannels()] : []),
    ...(meter === undefined ? [] : [writeMeasurements(createEventSink(openInstruments(meter)))]),
    ...(tracer === undefined ? [] : [writeSpans(createSpanWriter(tracer, { clock }))]),
  ];
  // Each by itself: a meter that fails leaves the spans as they are, and one instrument the others.
  const guarded = outputs.map((output) =>
    createEventSink<{ readonly event: EventFacts; readonly reading: Reading }>(({ event, reading }) =>
      output(event, reading),
    ),
  );
  return createEventSink((event: TelemetryEvent) => {
    const facts = event as EventFacts;
    const reading = Object.hasOwn(readers, facts.name) ? (readers[facts.name]?.(facts) ?? nothing) : nothing;
    for (const give of guarded) give({ event: facts, reading });
  });
}

function writeMeasurements(write: EventSink<Measurement>) {
  return ({ name }: EventFacts, { measurements }: Reading): void => {
    const event = eventNames.has(name) ? name : 'other';
    write({ instrument: 'holdfast.events', value: 1, attributes: { 'holdfast.event': event } });
    for (const measurement of measurements) write(measurement);
  };
}

function writeSpans(write: SpanWriter) {
  return (event: EventFacts, { attributes }: Reading): void => write(event, attributes);
}
