import { ManagedIdentityFailed, ManagedIdentityRefused } from '../errors/managed-identity-errors.ts';
import type { Pause } from './pause.ts';
import type { AttemptOutcome, RetryPolicy } from './retry-policy.ts';

/** Told before the pause. */
export type NoteRetry = (retry: { readonly delayMs: number; readonly status: number | undefined }) => void;

/** How often something is asked again. */
export interface AskAgainOptions {
  /** For this question alone. */
  readonly policy: RetryPolicy;
  readonly pause: Pause;
  readonly signal: AbortSignal;
  /** @default nobody */
  readonly noteRetry?: NoteRetry | undefined;
}

/** Asks until there is an answer, or the policy gives up: then the last error is thrown. The signal ends a pause at once. */
export async function askAgain<T>(ask: () => Promise<T>, options: AskAgainOptions): Promise<T> {
  const { policy, pause, signal, noteRetry } = options;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const outcome = readOutcome(error);
      const delayMs = outcome === undefined ? undefined : policy(outcome);
      if (outcome === undefined || delayMs === undefined) throw error;
      noteRetry?.({ delayMs, status: outcome.status });
      await pause(delayMs, signal);
    }
  }
}

// What is neither a status nor a timeout is not asked about: a wrong certificate or a broken reply will be the same in a second.
function readOutcome(error: unknown): AttemptOutcome | undefined {
  if (error instanceof ManagedIdentityRefused && error.status !== undefined) {
    return { status: error.status, retryAfterSeconds: error.retryAfterSeconds };
  }
  const isTimeout = error instanceof ManagedIdentityFailed && error.code === 'ERR_MANAGED_IDENTITY_TIMEOUT';
  return isTimeout ? { status: undefined, retryAfterSeconds: undefined } : undefined;
}
