import { createDeadline } from '@holdfast/core';
import type { AbortSignalLike, GetTokenOptions } from './token-credential.ts';

/** A signal of the platform, and how to let go of what feeds it. */
export interface WaitSignal {
  readonly signal: AbortSignal | undefined;
  release(): void;
}

/**
 * Makes one signal of a caller's signal and his timeout.
 *
 * @throws TypeError for a timeout that no timer can hold, or a signal that is none
 */
export function openWaitSignal({ abortSignal, requestOptions }: GetTokenOptions): WaitSignal {
  const followed = abortSignal === undefined ? undefined : follow(abortSignal);
  const timeoutMs = requestOptions?.timeout;
  // Zero is how the SDK says that there is none.
  if (timeoutMs === undefined || timeoutMs === 0) return followed ?? { signal: undefined, release: () => undefined };
  if (typeof timeoutMs !== 'number') throw new TypeError('requestOptions.timeout must be a number of milliseconds');
  const deadline = createDeadline(timeoutMs, followed?.signal);
  const release = (): void => {
    deadline.clear();
    followed?.release();
  };
  return { signal: deadline.signal, release };
}

// The stand-ins have no reason, and the platform joins no signals but its own.
function follow(like: AbortSignalLike): WaitSignal {
  if (like instanceof AbortSignal) return { signal: like, release: () => undefined };
  if (typeof like?.addEventListener !== 'function' || typeof like.removeEventListener !== 'function') {
    throw new TypeError('abortSignal must be an abort signal');
  }
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  if (like.aborted) abort();
  else like.addEventListener('abort', abort);
  return { signal: controller.signal, release: () => like.removeEventListener('abort', abort) };
}
