import type { Dispatcher } from 'undici';

/** The body of one response, as it comes and as it is read. */
export interface CollectedBody {
  /** Whether it has ended, and nothing came. */
  readonly isEmpty: boolean;
  /** Takes a piece; holds the server back when the reader is slower. */
  add(piece: Buffer, course: Dispatcher.DispatchController): void;
  end(): void;
  fail(error: unknown): void;
  /** The body as a stream: what came already, and then what comes. */
  open(course: Dispatcher.DispatchController): ReadableStream<Uint8Array>;
}

/** Makes a body of which nothing has come yet. */
export function collectBody(): CollectedBody {
  const early: Buffer[] = [];
  let state: 'open' | 'ended' | 'failed' = 'open';
  let failure: unknown;
  let reader: ReadableStreamDefaultController<Uint8Array> | undefined;
  return {
    get isEmpty() {
      return state === 'ended' && early.length === 0;
    },
    add(piece, course) {
      // undici tells an empty piece whenever it is resumed; passed on, it would ask to be resumed again before anything could arrive.
      if (piece.length === 0) return;
      if (reader === undefined) early.push(piece);
      else reader.enqueue(piece);
      if (reader !== undefined && (reader.desiredSize ?? 0) <= 0) course.pause();
    },
    end() {
      state = 'ended';
      reader?.close();
    },
    fail(error) {
      state = 'failed';
      failure = error;
      reader?.error(error);
    },
    open: (course) =>
      new ReadableStream({
        start(controller) {
          for (const piece of early) controller.enqueue(piece);
          if (state === 'failed') controller.error(failure);
          else if (state === 'ended') controller.close();
          else reader = controller;
        },
        pull: () => course.resume(),
        cancel(reason) {
          reader = undefined;
          course.abort(reason instanceof Error ? reason : new DOMException('The body was cancelled', 'AbortError'));
        },
      }),
  };
}
