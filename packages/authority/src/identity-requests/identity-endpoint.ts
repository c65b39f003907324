import type { Clock, EventSink } from '@holdfast/core';
import type { FastifyRequest } from 'fastify';
import type { Counters } from '../counters/counters.ts';
import type { IdentityRefused } from '../errors/identity-refused.ts';
import type { TokenRefused } from '../errors/token-refused.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import type { FaultInjector } from '../faults/fault-injector.ts';
import type { IdentityTokens } from '../identity-tokens/identity-tokens.ts';
import type { Issuer } from '../steps/token-request.ts';

/** What the services of the machine share. */
export interface IdentityParts {
  /** Known once the STS listens: its origin is in every token. */
  readonly issuer: () => Issuer;
  readonly clock: Clock;
  readonly publish: EventSink<AuthorityEvent>;
  readonly counters: Counters;
  readonly faults: FaultInjector;
}

/** What one of them is made from. */
export interface IdentityServiceParts extends IdentityParts {
  readonly tokens: IdentityTokens;
}

/** An endpoint. */
export interface IdentityEndpoint {
  /** @default `GET` */
  readonly method?: 'GET' | 'POST' | undefined;
  readonly path: string;
  readonly answer: (request: FastifyRequest) => Promise<IdentityAnswer>;
}

/** What an endpoint answers with. */
export interface IdentityAnswer {
  /** An object is sent as JSON, text as it is. */
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal, and what it is told with. */
export interface RefusedRequest {
  readonly refusal: IdentityRefused | TokenRefused;
  readonly request: FastifyRequest;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Of the STS. */
  readonly origin: string;
}

/** One of the services. */
export interface IdentityService {
  /** As counters, faults and events name it. */
  readonly name: 'imds' | 'app-service';
  readonly endpoints: readonly IdentityEndpoint[];
  /** Headers of every reply. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body of a refusal, in the words of this service. */
  readonly describe: (refused: RefusedRequest) => object;
}
