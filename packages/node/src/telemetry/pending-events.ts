import type { TelemetryAttributes } from './sink-options.ts';

/** Something that happened while a token was being acquired. */
export interface PendingEvent {
  readonly name: string;
  readonly attributes: TelemetryAttributes;
  readonly at: Date;
}

/** What has happened in calls that have not ended yet. */
export interface PendingEvents {
  note(call: string, event: PendingEvent): void;
  /** Gives what happened in a call, once. */
  take(call: string): readonly PendingEvent[];
}

// Calls that are left before they end never come back for their events.
const mostCalls = 1000;
const mostOfOneCall = 32;

/** Makes an empty memory; with a thousand calls in it the oldest is forgotten. */
export function createPendingEvents(): PendingEvents {
  const calls = new Map<string, PendingEvent[]>();
  return {
    note(call, event) {
      const known = calls.get(call);
      if (known !== undefined) {
        if (known.length < mostOfOneCall) known.push(event);
        return;
      }
      calls.set(call, [event]);
      const [oldest] = calls.keys();
      if (calls.size > mostCalls && oldest !== undefined) calls.delete(oldest);
    },
    take(call) {
      const known = calls.get(call) ?? [];
      calls.delete(call);
      return known;
    },
  };
}
