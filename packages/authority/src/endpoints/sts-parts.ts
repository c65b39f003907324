import type { Clock, EventSink } from '@holdfast/core';
import type { Attestation } from '../attestation/attestation.ts';
import type { Counters } from '../counters/counters.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import type { FaultInjector } from '../faults/fault-injector.ts';
import type { PasswordThrottle } from '../sessions/password-throttle.ts';
import type { Sessions } from '../sessions/sign-in.ts';
import type { Issuer } from '../steps/token-request.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The path of this route as the counters name it. */
    readonly countedAs?: string;
    /** Refusals of this route are events. */
    readonly publishesRefusals?: boolean;
  }
}

/** The ordinary endpoint, or the one that asks for client certificates. */
export type StsEndpoint = 'tls' | 'mutual-tls';

/** What the STS is made from. */
export interface StsParts {
  readonly endpoint: StsEndpoint;
  /** Known once the port is: the origin is part of it. */
  readonly issuer: () => Issuer;
  readonly clock: Clock;
  readonly publish: EventSink<AuthorityEvent>;
  readonly counters: Counters;
  readonly faults: FaultInjector;
  /** Who is signed in: on the ordinary endpoint only, as pages are. */
  readonly sessions: Sessions;
  readonly throttle: PasswordThrottle;
  /** The attestation service: on the ordinary endpoint only. */
  readonly attestation: Attestation;
}
