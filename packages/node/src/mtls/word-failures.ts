import type { Dispatcher } from 'undici';
import { classifyFailure } from './classify-failure.ts';

/** A request's course, told in our words. */
export interface WordedCourse {
  readonly worded: Dispatcher.DispatchHandler;
  /** Lets a signal end the wait for a connection; undici listens only once the request is on one. */
  abortWaiting(signal: AbortSignal | null | undefined): void;
}

/**
 * Hands a request's course on, and its failure in our words: before the response and in the middle of its body.
 *
 * Nothing is repeated here or anywhere below: whether that does harm, only the caller knows.
 */
export function wordFailures(handler: Dispatcher.DispatchHandler): WordedCourse {
  let progress: 'waiting' | 'sent' | 'over' = 'waiting';
  let stopListening: (() => void) | undefined;
  let abortReason: Error | undefined;
  const end = (): void => {
    progress = 'over';
    stopListening?.();
  };
  const worded: Dispatcher.DispatchHandler = {
    onRequestStart(controller, context) {
      // The caller has left: its turn for a connection passes to the next.
      if (abortReason !== undefined) return controller.abort(abortReason);
      progress = 'sent';
      stopListening?.();
      handler.onRequestStart?.(controller, context);
    },
    onResponseStart(controller, ...head) {
      handler.onResponseStart?.(controller, ...head);
    },
    onResponseData(controller, chunk) {
      handler.onResponseData?.(controller, chunk);
    },
    onResponseEnd(controller, trailers) {
      end();
      handler.onResponseEnd?.(controller, trailers);
    },
    onResponseError(controller, error) {
      if (abortReason !== undefined) return;
      const sent = progress === 'waiting' ? 'no' : 'maybe';
      end();
      handler.onResponseError?.(controller, classifyFailure(error, { sent }) as Error);
    },
  };
  return {
    worded,
    abortWaiting(signal) {
      // The usual case has a free connection: the request is on it already, and no listener is needed.
      if (progress !== 'waiting' || signal === null || signal === undefined) return;
      const leave = (): void => {
        end();
        abortReason = signal.reason;
        handler.onResponseError?.(noController, signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      stopListening = () => signal.removeEventListener('abort', leave);
    },
  };
}

// A request that is not on a connection has nothing to control.
const noController: Dispatcher.DispatchController = {
  aborted: true,
  paused: false,
  reason: null,
  abort() {},
  pause() {},
  resume() {},
};
