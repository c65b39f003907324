import type { Dispatcher } from 'undici';

/** A response that was read to its end, or as far as it was allowed. */
export interface MtlsAnswer {
  /** HTTP status. */
  readonly statusCode: number;
  /** By name in lower case. */
  readonly headers: Dispatcher.ResponseData['headers'];
  /** All of it; undefined when it was longer than allowed, or broke off. */
  readonly body: Buffer | undefined;
  /** Why it broke off, where it did. */
  readonly failure?: unknown;
}

/** Who waits for the answer, how the wait ends, and how much is read. */
export interface AnswerWaiter {
  readonly resolve: (answer: MtlsAnswer) => void;
  readonly reject: (reason: unknown) => void;
  readonly signal: AbortSignal | undefined;
  readonly maxBytes: number;
}

/**
 * Makes an answer of what undici tells about one request: its pieces are kept as they come. A stream around them would take as long as all the
 * rest of a small call.
 *
 * A response that is longer than allowed is not read on, and its connection is given up.
 */
export function collectAnswer({ resolve, reject, signal, maxBytes }: AnswerWaiter): Dispatcher.DispatchHandler {
  const pieces: Buffer[] = [];
  let length = 0;
  let head: Pick<MtlsAnswer, 'statusCode' | 'headers'> | undefined;
  let stopListening: (() => void) | undefined;
  return {
    onRequestStart(course) {
      if (signal === undefined) return;
      const abort = (): void => course.abort(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      stopListening = () => signal.removeEventListener('abort', abort);
    },
    onResponseStart(_course, statusCode, headers) {
      if (statusCode >= 200) head = { statusCode, headers };
    },
    onResponseData(course, piece) {
      length += piece.length;
      if (length <= maxBytes) pieces.push(piece);
      else course.abort(tooLong);
    },
    onResponseEnd() {
      stopListening?.();
      const [only] = pieces;
      if (head !== undefined) resolve({ ...head, body: pieces.length === 1 ? only : Buffer.concat(pieces) });
    },
    onResponseError(_course, error) {
      stopListening?.();
      if (head === undefined || signal?.aborted) reject(error);
      else resolve({ ...head, body: undefined, failure: error === tooLong ? undefined : error });
    },
  };
}

const tooLong = new DOMException('The answer is longer than allowed', 'AbortError');
