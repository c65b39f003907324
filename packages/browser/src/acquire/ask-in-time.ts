import { createDeadline, DeadlineExceeded } from '@holdfast/core/calling';
import { TokenEndpointFailed } from '@holdfast/oauth';

/** How long the authority is waited for. */
export interface AskingTime {
  /** In milliseconds. */
  readonly timeoutMs: number;
  /** Ends the wait early. @default nothing does */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks the authority, in the time that there is.
 *
 * @param ask - is given the signal that ends it
 * @throws {@link TokenEndpointFailed} `ERR_TOKEN_ENDPOINT_TIMEOUT`; the reason of the caller's signal; what the work throws
 */
export async function askInTime<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  { timeoutMs, signal }: AskingTime,
): Promise<T> {
  const deadline = createDeadline(timeoutMs, signal);
  try {
    return await deadline.race(() => ask(deadline.signal));
  } catch (error) {
    const isTimeout = error === deadline.signal.reason && error instanceof DeadlineExceeded;
    throw isTimeout ? new TokenEndpointFailed('ERR_TOKEN_ENDPOINT_TIMEOUT') : error;
  } finally {
    deadline.clear();
  }
}
