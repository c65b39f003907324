import type { EventSink } from '@holdfast/core';
import type { MitsEvent } from './mits-event.ts';

/** How often what has happened since the token service was made. */
export interface MitsCounts {
  /** Tokens that were given. */
  readonly served: number;
  /** Requests that were answered with an error. */
  readonly refused: number;
  /** Calls to the authority by this process, whatever came of them. */
  readonly upstream: number;
  /** Those of them that were made because an API had refused a token. */
  readonly refreshes: number;
  /** Verbs of the shared store that failed. */
  readonly storeFailures: number;
}

/** Counts events on their way to a sink. */
export function countEvents(sink: EventSink<MitsEvent>): {
  readonly emit: EventSink<MitsEvent>;
  readonly read: () => MitsCounts;
} {
  const counts = { served: 0, refused: 0, upstream: 0, refreshes: 0, storeFailures: 0 };
  const count = (event: MitsEvent): void => {
    switch (event.name) {
      case 'token.served':
        counts.served += 1;
        return;
      case 'request.refused':
        counts.refused += 1;
        return;
      case 'upstream.asked':
        counts.upstream += 1;
        if (event.reason === 'refused') counts.refreshes += 1;
        return;
      case 'store.failed':
        counts.storeFailures += 1;
    }
  };
  return {
    emit: (event) => {
      count(event);
      sink(event);
    },
    read: () => ({ ...counts }),
  };
}
