/** Runs one piece of work of a name at a time, in this page and in every tab that shares its storage. */
export type Locks = <T>(name: string, work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/**
 * Makes locks of the browser's own, and of this page alone where it has none for us (an opaque origin, an old browser): there, two tabs may refresh at once.
 *
 * The signal ends the wait; work that has begun is not disturbed.
 *
 * @see https://w3c.github.io/web-locks/
 */
export function createLocks(manager: LockManager | undefined = globalThis.navigator?.locks): Locks {
  const inPage = createPageLocks();
  return async (name, work, signal) => {
    let hasBegun = false;
    try {
      if (manager === undefined) return await inPage(name, work, signal);
      return await manager.request(`holdfast ${name}`, { signal }, () => {
        hasBegun = true;
        return work();
      });
    } catch (error) {
      const isForbidden = error instanceof DOMException && error.name === 'SecurityError';
      if (hasBegun || !isForbidden) throw error;
      return inPage(name, work, signal);
    }
  };
}

/** Makes locks that no other page sees. */
export function createPageLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>();
  return async (name, work, signal) => {
    const before = tails.get(name);
    const turn = (async () => {
      await before?.catch(() => undefined);
      signal.throwIfAborted();
      return work();
    })();
    tails.set(name, turn);
    try {
      return await turn;
    } finally {
      if (tails.get(name) === turn) tails.delete(name);
    }
  };
}
