import { FlightAborted } from '@holdfast/core';
import { SignInUnfinished } from '../errors/sign-in-unfinished.ts';

/** A wait for an answer. It ends once, by whichever comes first. */
export interface Wait {
  /** Fires with an error that says why no answer is awaited any more. */
  readonly signal: AbortSignal;
  /** Ends it, without an effect where it has ended already. */
  end(reason?: unknown): void;
}

/**
 * Begins a wait that ends by itself when time is up or the caller leaves.
 *
 * @param timeoutMs - milliseconds
 * @param caller - ends it with {@link FlightAborted}
 */
export function beginWait(timeoutMs: number, caller?: AbortSignal): Wait {
  const controller = new AbortController();
  const leave = (): void => end(new FlightAborted({ cause: caller?.reason }));
  const timer = setTimeout(() => end(new SignInUnfinished('ERR_SIGN_IN_TIMEOUT')), timeoutMs);
  const end = (reason?: unknown): void => {
    clearTimeout(timer);
    caller?.removeEventListener('abort', leave);
    controller.abort(reason);
  };
  if (caller?.aborted) leave();
  else caller?.addEventListener('abort', leave, { once: true });
  return { signal: controller.signal, end };
}
