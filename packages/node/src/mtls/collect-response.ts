import type { Dispatcher } from 'undici';
import { MtlsFailed } from '../errors/mtls-failed.ts';
import { collectBody } from './collect-body.ts';

/** Who waits for the response, and how the wait ends. */
export interface ResponseWaiter {
  readonly resolve: (response: Response) => void;
  readonly reject: (reason: unknown) => void;
  /** The caller's; aborts at any moment, also in the middle of the body. */
  readonly signal: AbortSignal;
}

interface Head {
  readonly status: number;
  readonly statusText: string;
  readonly headers: [string, string][];
}

const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Makes a `Response` of what undici tells about one request.
 *
 * The response is given when its head is there; its body is a stream that holds the server back when it is not read.
 */
export function collectResponse({ resolve, reject, signal }: ResponseWaiter): Dispatcher.DispatchHandler {
  const body = collectBody();
  let stopListening = (): void => undefined;

  const deliver = (course: Dispatcher.DispatchController, head: Head): void => {
    const isEmpty = bodiless.has(head.status) || body.isEmpty;
    try {
      resolve(new Response(isEmpty ? null : body.open(course), head));
    } catch {
      // A status above 599, or a reason that is no text: HTTP/1.1 can carry what Response cannot.
      const failed = new MtlsFailed('ERR_MTLS_RESPONSE', { detail: 'status line', sent: 'maybe' });
      reject(failed);
      course.abort(failed);
    }
  };

  return {
    onRequestStart(course) {
      const abort = (): void => course.abort(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      stopListening = () => signal.removeEventListener('abort', abort);
    },
    onResponseStart(course, status, ...[headers, statusText = '']) {
      if (status < 200) return;
      // A microtask later all that came in the same piece has been told.
      queueMicrotask(() => deliver(course, { status, statusText, headers: listHeaders(headers) }));
    },
    onResponseData(course, piece) {
      body.add(piece, course);
    },
    onResponseEnd() {
      stopListening();
      body.end();
    },
    onResponseError(_course, error) {
      stopListening();
      body.fail(error);
      reject(error);
    },
  };
}

function listHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): [string, string][] {
  const lines: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (Array.isArray(value)) for (const one of value) lines.push([name, one]);
    else if (value !== undefined) lines.push([name, value]);
  }
  return lines;
}
