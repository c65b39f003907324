/**
 * What clients, pools and APIs tell, as figures and spans of OpenTelemetry and on channels of Node.
 *
 * Nothing in the other doors knows of this one: they publish typed events to the sink they are given, and {@link createTelemetrySink} makes such a sink.
 * `@opentelemetry/api` is not imported and need not be there; a meter and a tracer of it fit as they are. The events themselves are described where they come from,
 * and what becomes of each in `docs/telemetry.md`.
 *
 * @example
 * ```ts
 * import diagnosticsChannel from 'node:diagnostics_channel';
 * import { createManagedIdentityClient } from '@holdfast/node/managed-identity';
 * import { createTelemetrySink } from '@holdfast/node/telemetry';
 *
 * diagnosticsChannel.subscribe('holdfast:token.failed', (event) => console.warn(event));
 * const client = createManagedIdentityClient({ events: createTelemetrySink() });
 * console.log(client.managedIdentitySource);
 * ```
 *
 * @packageDocumentation
 */
export { type MsalMsiTags, readMsalMsiTags } from './msal-msi-counter.ts';
export type {
  TelemetryAttributes,
  TelemetryEvent,
  TelemetryInstrument,
  TelemetryMeter,
  TelemetryOptions,
  TelemetrySpan,
  TelemetryTracer,
} from './sink-options.ts';
export { createTelemetrySink } from './telemetry-sink.ts';
