/** What came of one attempt. */
export interface AttemptOutcome {
  /** HTTP status; undefined when nothing came in time. */
  readonly status: number | undefined;
  /** From `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;
}

/** Decides after a failed attempt: milliseconds to wait before the next, or `undefined` to give up. Counts, so it serves one question only. */
export type RetryPolicy = (outcome: AttemptOutcome) => number | undefined;

const longestPauseSeconds = 60;
const defaultStatuses: ReadonlySet<number> = new Set([404, 408, 429, 500, 503, 504]);
const imdsStatuses: ReadonlySet<number> = new Set([404, 408, 410, 429]);

/** The policy of every source but IMDS: three more attempts, a second apart or as `Retry-After` says. */
export function createDefaultRetryPolicy(): RetryPolicy {
  let retries = 0;
  return ({ status, retryAfterSeconds }) => {
    if (retries === 3 || (status !== undefined && !defaultStatuses.has(status))) return undefined;
    retries += 1;
    return atLeast(1000, retryAfterSeconds);
  };
}

/**
 * The policy of IMDS: three more attempts after 1, 2 and 4 seconds. 410 says that it is being updated, which takes up to 70 seconds: where the
 * first answer says so there are seven, and 10 seconds before each.
 */
export function createImdsRetryPolicy(): RetryPolicy {
  let retries = 0;
  let most: 3 | 7 | undefined;
  return ({ status, retryAfterSeconds }) => {
    most ??= status === 410 ? 7 : 3;
    if (retries === most || (status !== undefined && !isImdsStatus(status))) return undefined;
    retries += 1;
    return atLeast(status === 410 ? 10_000 : Math.min(1000 * 2 ** (retries - 1), 4000), retryAfterSeconds);
  };
}

/** Never asks again. */
export function createSingleAttemptPolicy(): RetryPolicy {
  return () => undefined;
}

function isImdsStatus(status: number): boolean {
  return imdsStatuses.has(status) || (status >= 500 && status <= 599);
}

// Never sooner than the server asked for. A longer pause than a minute is the caller's to wait: the error tells how long.
function atLeast(delayMs: number, retryAfterSeconds = 0): number | undefined {
  return retryAfterSeconds > longestPauseSeconds ? undefined : Math.max(delayMs, retryAfterSeconds * 1000);
}
