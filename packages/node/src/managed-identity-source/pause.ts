/** Waits, and rejects at once with the signal's reason when that fires. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Waits on the timers of the runtime. */
export const pause: Pause = async (milliseconds, signal) => {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
};
