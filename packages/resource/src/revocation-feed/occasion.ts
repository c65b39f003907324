/** Something that happens once, and that any number of callers wait for. */
export interface Occasion {
  /** It has come; later calls do nothing. */
  come(): void;
  /** It will not come any more, unless it has. */
  fail(reason: Error): void;
  /** Waits for it; a signal ends this caller's wait, with its reason. */
  wait(signal?: AbortSignal): Promise<void>;
}

/** Makes an {@link Occasion}. */
export function createOccasion(): Occasion {
  let come = (): void => undefined;
  let fail = (_reason: Error): void => undefined;
  const outcome = new Promise<void>((resolve, reject) => {
    come = resolve;
    fail = reject;
  });
  // Nobody has to wait for it.
  outcome.catch(() => undefined);
  return {
    come: () => come(),
    fail: (reason) => fail(reason),
    wait: (signal) =>
      new Promise((resolve, reject) => {
        const leave = (): void => reject(signal?.reason);
        if (signal?.aborted) leave();
        signal?.addEventListener('abort', leave, { once: true });
        outcome.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave));
      }),
  };
}
