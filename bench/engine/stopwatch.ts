/**
 * Times calls one after the other and gives microseconds for each.
 *
 * A call that gives a promise is awaited; one that does not is not, and pays nothing for it.
 */
export async function microsecondsPerCall(calls: number, call: (index: number) => unknown): Promise<number> {
  const startedAt = performance.now();
  for (let index = 0; index < calls; index += 1) {
    const outcome = call(index);
    if (outcome instanceof Promise) await outcome;
  }
  return ((performance.now() - startedAt) * 1000) / calls;
}

/** Times one piece of work and gives milliseconds. */
export async function millisecondsOf(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
