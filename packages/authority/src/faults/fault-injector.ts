import { setTimeout as wait } from 'node:timers/promises';
import type { EventSink } from '@holdfast/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TokenRefused } from '../errors/token-refused.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import { readFormText } from '../forms/form-body.ts';
import type { FaultBook } from './fault-book.ts';
import type { FaultEffect, FaultRule, FaultTarget } from './fault-rule.ts';

/** A request at the point where a fault may hit it. */
export interface FaultPoint {
  readonly service: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Applies the active faults to requests. */
export interface FaultInjector {
  /** Finds the fault that hits a request, and waits as long as it says; undefined lets the request pass at once. */
  strike(target: FaultTarget): Promise<FaultEffect> | undefined;
  /** Lets the request pass, or answers it; as a Fastify hook does, it returns the reply when it answered. */
  apply(point: FaultPoint): Promise<FastifyReply | undefined>;
  /** Ends every delay, so that nothing holds a closing server open. */
  close(): void;
}

/** Makes the injector over a book of rules. */
export function createFaultInjector(book: FaultBook, publish: EventSink<AuthorityEvent>): FaultInjector {
  const closing = new AbortController();
  async function delay({ effect }: FaultRule): Promise<FaultEffect> {
    if (effect.delayMs > 0) await wait(effect.delayMs, undefined, { signal: closing.signal }).catch(() => undefined);
    return effect;
  }
  function strike(target: FaultTarget): Promise<FaultEffect> | undefined {
    const hit = book.size === 0 ? undefined : book.take(target);
    if (hit === undefined) return undefined;
    publish({ name: 'fault.applied', service: target.service, faultId: hit.id, remaining: hit.remaining });
    return delay(hit.rule);
  }
  return {
    strike,
    apply: async ({ service, request, reply }) => {
      const path = request.url.split('?', 1)[0] ?? '';
      const struck = strike({ service, method: request.method, path, body: readFormText(request) ?? '' });
      return struck === undefined ? undefined : answer(await struck, request, reply);
    },
    close: () => closing.abort(),
  };
}

function answer(effect: FaultEffect, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  if (effect.reset === 'cut') {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  }
  const { status, body } = effect;
  if (status === undefined) return undefined;
  const waits = status === 429 || status === 503;
  if (waits) reply.header('retry-after', '1');
  reply.headers(effect.headers);
  if (body === undefined && waits) throw new TokenRefused(status === 429 ? 'throttled' : 'unavailable');
  if (body !== undefined && reply.getHeader('content-type') === undefined)
    reply.type('application/json; charset=utf-8');
  return reply.code(status).send(body ?? '');
}
