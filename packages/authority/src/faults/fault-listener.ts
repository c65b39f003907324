import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Counters } from '../counters/counters.ts';
import type { FaultInjector } from './fault-injector.ts';
import type { FaultEffect } from './fault-rule.ts';

/** A service that is not built from the parts of this package. */
export interface AttendedService {
  /** As counters and faults name it. */
  readonly service: string;
  /** Paths that it answers; requests to others are counted together. */
  readonly paths: readonly string[];
  /** Answers what no fault answers. */
  readonly listener: RequestListener;
}

/** Puts a request listener under counters and faults. Bodies stay unread, so no fault matches by one. */
export function createFaultListener(
  { service, paths, listener }: AttendedService,
  { counters, faults }: { readonly counters: Counters; readonly faults: FaultInjector },
): RequestListener {
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const { method = '' } = request;
    const route = paths.find((one) => one === path || `${one}/` === path);
    counters.count(service, route === undefined ? 'unmatched' : `${method} ${route}`);
    const struck = faults.strike({ service, method, path, body: '' });
    if (struck === undefined) listener(request, response);
    else struck.then((effect) => answer(effect, request, response) || listener(request, response));
  };
}

/** Tells whether the request was answered. */
function answer(effect: FaultEffect, request: IncomingMessage, response: ServerResponse): boolean {
  const { reset, status, headers, body } = effect;
  if (reset === 'cut') request.socket.destroy();
  if (request.socket.destroyed) return true;
  if (status === undefined) return false;
  const waits = status === 429 || status === 503;
  const text = body ?? (waits ? '{"error":"temporarily_unavailable","error_description":"Please try again."}' : '');
  const defaults = { ...(waits ? { 'retry-after': '1' } : {}), 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(status, { ...defaults, ...headers }).end(text);
  return true;
}
