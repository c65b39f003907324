/** Writes one after another; whoever comes while one is under way shares the next. */
export interface WriteQueue {
  /** Writes what there is now. */
  save(): Promise<void>;
  /** What is being written, undefined while nothing is; rejects when it fails. */
  readonly pending: Promise<void> | undefined;
}

/**
 * Makes a queue.
 *
 * @param write - takes what is to be written before it waits for anything
 */
export function createWriteQueue(write: () => Promise<void>): WriteQueue {
  let pending: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    next = undefined;
    return write();
  };
  return {
    save: () => {
      if (next !== undefined) return next;
      const turn = pending === undefined ? begin() : pending.then(begin, begin);
      if (pending !== undefined) next = turn;
      const under = turn.finally(() => {
        if (pending === under) pending = undefined;
      });
      // Whoever asked hears of a failure; this promise is for those who only wait.
      under.catch(() => undefined);
      pending = under;
      return turn;
    },
    get pending() {
      return pending;
    },
  };
}
