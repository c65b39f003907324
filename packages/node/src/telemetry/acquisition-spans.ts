import { type EventFacts, readDuration, readWhole } from './known-words.ts';
import { createPendingEvents } from './pending-events.ts';
import type { ParsedTelemetryOptions, TelemetryAttributes, TelemetryTracer } from './sink-options.ts';

/** Name of every span. */
const spanName = 'holdfast.acquire_token';

/** Takes an event, with the attributes that were read from it. */
export type SpanWriter = (event: EventFacts, attributes: TelemetryAttributes) => void;

/**
 * Makes the function that turns events into spans: one for each acquisition that ended, with what happened in the same call before.
 *
 * It is made when everything is over, so it has no children of its own: the spans of requests that an instrumented `fetch` or undici makes stand beside it.
 */
export function createSpanWriter(
  tracer: TelemetryTracer,
  { clock }: Pick<ParsedTelemetryOptions, 'clock'>,
): SpanWriter {
  const pending = createPendingEvents();
  return (event, attributes) => {
    const { name, correlationId } = event;
    // It only says what belongs together: it is the caller's to choose, and goes out as a header.
    const call = typeof correlationId === 'string' ? correlationId : undefined;
    const at = new Date(clock());
    const isFailure = name === 'token.failed';
    if (!isFailure && name !== 'token.acquired') {
      if (call !== undefined) pending.note(call, { name, attributes, at });
      return;
    }
    const startTime = new Date(at.getTime() - (readDuration(event['tookMs']) ?? 0));
    const span = tracer.startSpan(spanName, { startTime, attributes: { ...attributes, ...readNumbers(event) } });
    for (const child of call === undefined ? [] : pending.take(call))
      span.addEvent(child.name, child.attributes, child.at);
    if (isFailure) span.setStatus({ code: 2 });
    span.end(at);
  };
}

function readNumbers({ status, errorCodes }: EventFacts): Record<string, number> {
  const http = readWhole(status, 599);
  const aadsts = Array.isArray(errorCodes) ? readWhole(errorCodes[0], 999_999_999) : undefined;
  return {
    ...(http === undefined ? {} : { 'http.response.status_code': http }),
    ...(aadsts === undefined ? {} : { 'holdfast.aadsts': aadsts }),
  };
}
