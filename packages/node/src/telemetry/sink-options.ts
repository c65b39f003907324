import type { Clock } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';

/** Any event of this project; those of clients, pools, certificate sources and APIs are all of this shape. */
export interface TelemetryEvent {
  /** Its name, such as `token.acquired`. */
  readonly name: string;
}

/** What an attribute may be: a word from a list, or a number. */
export type TelemetryAttributes = Readonly<Record<string, string | number>>;

/** How an instrument is described to those who read its figures. */
export interface TelemetryInstrument {
  /** What it counts or measures. */
  readonly description: string;
  /** In which unit, in the words of UCUM. */
  readonly unit: string;
}

/** Port: what is needed of an OpenTelemetry `Meter`, which fits as it is. */
export interface TelemetryMeter {
  /** Makes an instrument that counts. */
  createCounter(
    name: string,
    options: TelemetryInstrument,
  ): {
    /** Counts. */
    add(value: number, attributes: TelemetryAttributes): void;
  };
  /** Makes an instrument that measures. */
  createHistogram(
    name: string,
    options: TelemetryInstrument,
  ): {
    /** Measures. */
    record(value: number, attributes: TelemetryAttributes): void;
  };
}

/** Port: what is needed of an OpenTelemetry `Span`. */
export interface TelemetrySpan {
  /** Notes something that happened meanwhile. */
  addEvent(name: string, attributes: TelemetryAttributes, at: Date): unknown;
  /** Says how it ended; 2 is an error. */
  setStatus(status: { readonly code: 2 }): unknown;
  /** Ends it. */
  end(at: Date): void;
}

/** Port: what is needed of an OpenTelemetry `Tracer`, which fits as it is. */
export interface TelemetryTracer {
  /** Begins a span, here always one that has ended already. */
  startSpan(
    name: string,
    options: { readonly startTime: Date; readonly attributes: Record<string, string | number> },
  ): TelemetrySpan;
}

/** Options of {@link createTelemetrySink}; read once, unknown names are refused. */
export interface TelemetryOptions {
  /** Counts and measures: `metrics.getMeter('holdfast')` of `@opentelemetry/api`. @default none: nothing is counted */
  readonly meter?: TelemetryMeter | undefined;
  /** Makes a span of each acquisition: `trace.getTracer('holdfast')` of `@opentelemetry/api`. @default none: there are no spans */
  readonly tracer?: TelemetryTracer | undefined;
  /**
   * Publishes each event, as it is, on the channel `holdfast:{name}` of `node:diagnostics_channel`. Nothing is done while nobody subscribes. A subscriber
   * that throws ends the process, as with every channel of Node.
   *
   * @default `true`
   */
  readonly diagnosticsChannel?: boolean | undefined;
  /** Tells when spans end, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
}

/** The options with their defaults. */
export interface ParsedTelemetryOptions {
  readonly meter: TelemetryMeter | undefined;
  readonly tracer: TelemetryTracer | undefined;
  readonly diagnosticsChannel: boolean;
  readonly clock: Clock;
}

const optionNames: ReadonlySet<string> = new Set<keyof TelemetryOptions>([
  'meter',
  'tracer',
  'diagnosticsChannel',
  'clock',
]);

/** @throws TypeError for a wrong or unknown option */
export function parseTelemetryOptions(options: TelemetryOptions): ParsedTelemetryOptions {
  checkOptionNames(options, optionNames);
  const { meter, tracer, diagnosticsChannel = true, clock = Date.now } = options;
  const isMeter = typeof meter?.createCounter === 'function' && typeof meter.createHistogram === 'function';
  if (meter !== undefined && !isMeter) throw new TypeError('meter must have createCounter and createHistogram');
  if (tracer !== undefined && typeof tracer?.startSpan !== 'function') {
    throw new TypeError('tracer must have startSpan');
  }
  if (typeof diagnosticsChannel !== 'boolean') throw new TypeError('diagnosticsChannel must be true or false');
  if (typeof clock !== 'function') throw new TypeError('clock must be a function');
  return { meter, tracer, diagnosticsChannel, clock };
}
