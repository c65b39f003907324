import type { Clock, EventSink } from '@holdfast/core';
import type { Counters } from '../counters/counters.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import type { FaultInjector } from '../faults/fault-injector.ts';
import type { Issuer } from '../steps/token-request.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Refusals of this route are events. */
    readonly publishesRefusals?: boolean;
  }
}

/** What the STS is made from. */
export interface StsParts {
  /** Known once the port is: the origin is part of it. */
  readonly issuer: () => Issuer;
  readonly clock: Clock;
  readonly publish: EventSink<AuthorityEvent>;
  readonly counters: Counters;
  readonly faults: FaultInjector;
}
