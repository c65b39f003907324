import type { Dispatcher } from 'undici';
import { MtlsFailed } from '../errors/mtls-failed.ts';

/** Who waits for the response, and how the wait ends. */
export interface ResponseWaiter {
  readonly resolve: (response: Response) => void;
  readonly reject: (reason: unknown) => void;
  /** The caller's; aborts at any moment, also in the middle of the body. */
  readonly signal: AbortSignal;
}

const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

interface Head {
  readonly status: number;
  readonly statusText: string;
  readonly headers: [string, string][];
}

/**
 * Makes a `Response` of what undici tells about one request.
 *
 * The response is given when its head is there; its body is a stream that holds the server back when it is not read.
 */
export function collectResponse({ resolve, reject, signal }: ResponseWaiter): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let state: 'open' | 'ended' | 'failed' = 'open';
  let failure: unknown;
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  let stopListening = (): void => undefined;

  const streamBody = (course: Dispatcher.DispatchController): ReadableStream<Uint8Array> =>
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk);
        if (state === 'failed') controller.error(failure);
        else if (state === 'ended') controller.close();
        else stream = controller;
      },
      pull: () => course.resume(),
      cancel(reason) {
        stream = undefined;
        course.abort(reason instanceof Error ? reason : new DOMException('The body was cancelled', 'AbortError'));
      },
    });

  const deliver = (course: Dispatcher.DispatchController, head: Head): void => {
    const isEmpty = bodiless.has(head.status) || (state === 'ended' && chunks.length === 0);
    try {
      resolve(new Response(isEmpty ? null : streamBody(course), head));
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
    onResponseData(course, chunk) {
      // undici tells an empty piece whenever it is resumed; passed on, it would ask to be resumed again before anything could arrive.
      if (chunk.length === 0) return;
      if (stream === undefined) chunks.push(chunk);
      else stream.enqueue(chunk);
      if (stream !== undefined && (stream.desiredSize ?? 0) <= 0) course.pause();
    },
    onResponseEnd() {
      state = 'ended';
      stopListening();
      stream?.close();
    },
    onResponseError(_course, error) {
      state = 'failed';
      failure = error;
      stopListening();
      stream?.error(error);
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
