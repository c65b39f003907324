import { randomUUID } from 'node:crypto';
import { type Clock, type EventSink, isGuid } from '@holdfast/core';
import { MitsRequestRefused } from '../errors/request-refused.ts';
import { TokenUnavailable } from '../errors/token-unavailable.ts';
import type { MitsEvent } from '../events/mits-event.ts';
import { findIdentity } from '../identity/find-identity.ts';
import type { MitsCaller } from '../identity/managed-identity.ts';
import { readQuery } from '../query/read-query.ts';
import type { TokenAcquirer } from '../refresh/acquire-token.ts';
import type { MitsAnswer } from '../respond/answer.ts';
import { buildErrorAnswer } from '../respond/build-error-answer.ts';
import { buildTokenAnswer } from '../respond/build-token-answer.ts';
import { checkRequest, headerValues, type RequestFacts } from './check-request.ts';
import type { CallerFinder } from './find-caller.ts';

/** Answers one request; it never throws. */
export type RequestAnswerer = (request: RequestFacts) => Promise<MitsAnswer>;

/** What {@link createRequestAnswerer} needs. */
export interface RequestAnswererOptions {
  readonly findCaller: CallerFinder;
  readonly acquire: TokenAcquirer;
  readonly hosts: ReadonlySet<string>;
  readonly clock: Clock;
  readonly emit: EventSink<MitsEvent>;
}

/**
 * Makes the procedure of the endpoint: check how the request came, find its caller, read the query, find the identity, acquire, answer. The
 * secret comes before the query, so that whoever does not know it learns nothing else.
 */
export function createRequestAnswerer(options: RequestAnswererOptions): RequestAnswerer {
  const { findCaller, acquire, hosts, clock, emit } = options;
  return async (request) => {
    const startedMs = clock();
    const correlationId = nameOf(request.rawHeaders);
    let caller: MitsCaller | undefined;
    try {
      const query = checkRequest(request, hosts);
      caller = findCaller(headerValues(request.rawHeaders, 'secret'));
      const { selector, ...question } = readQuery(query);
      const identity = findIdentity(caller, selector);
      const token = await acquire({ ...question, identity });
      emit({
        name: 'token.served',
        caller: caller.name,
        identity: identity.name,
        from: token.from,
        namedRefused: question.tokenHash !== undefined,
        tookMs: clock() - startedMs,
        correlationId,
      });
      return buildTokenAnswer({ ...token, resource: question.resource, clientId: identity.clientId }, clock);
    } catch (cause) {
      const isOurs = cause instanceof MitsRequestRefused || cause instanceof TokenUnavailable;
      const error = isOurs ? cause : new TokenUnavailable('ERR_MITS_INTERNAL', { cause });
      emit({ name: 'request.refused', code: error.code, status: error.status, caller: caller?.name, correlationId });
      return buildErrorAnswer(error, correlationId);
    }
  };
}

function nameOf(rawHeaders: readonly string[]): string {
  const [given] = headerValues(rawHeaders, 'x-ms-client-request-id');
  return given !== undefined && isGuid(given) ? given : randomUUID();
}
