import {
  AggregationTemporality,
  type DataPoint,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { TelemetryMeter, TelemetryTracer } from '../../src/telemetry/sink-options.ts';

/** One series of an instrument, as it was exported. */
export interface Figure {
  readonly instrument: string;
  readonly unit: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The count, or the number, sum and smallest of what was measured. */
  readonly value: unknown;
}

/** OpenTelemetry's own SDK, which exports into memory. */
export interface RealSdk {
  readonly meter: TelemetryMeter;
  readonly tracer: TelemetryTracer;
  /** What was exported of an instrument, or of all. */
  figures(instrument?: string): Promise<readonly Figure[]>;
  spans(): readonly ReadableSpan[];
  close(): Promise<void>;
}

export function openRealSdk(): RealSdk {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const meters = new MeterProvider({ readers: [reader] });
  const spanExporter = new InMemorySpanExporter();
  const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spanExporter)] });
  return {
    meter: meters.getMeter('holdfast'),
    tracer: tracers.getTracer('holdfast'),
    async figures(instrument) {
      exporter.reset();
      await reader.forceFlush();
      const metrics = exporter
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
      return metrics
        .filter(({ descriptor }) => instrument === undefined || descriptor.name === instrument)
        .flatMap(({ descriptor, dataPoints }) =>
          (dataPoints as readonly DataPoint<unknown>[]).map(({ attributes, value }) => ({
            instrument: descriptor.name,
            unit: descriptor.unit,
            attributes,
            value: isHistogram(value) ? { count: value.count, sum: value.sum } : value,
          })),
        );
    },
    spans: () => spanExporter.getFinishedSpans(),
    async close() {
      await meters.shutdown();
      await tracers.shutdown();
    },
  };
}

function isHistogram(value: unknown): value is { readonly count: number; readonly sum?: number } {
  return typeof value === 'object' && value !== null && 'count' in value;
}
