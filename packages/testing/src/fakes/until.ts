/** How long {@link until} waits, and how often it looks. */
export interface UntilOptions {
  /** Milliseconds; long, for it is reached only where the test has failed. @default 20000 */
  readonly timeoutMs?: number;
  /** Milliseconds between two looks. @default 2 */
  readonly everyMs?: number;
}

/**
 * Waits until something holds, however long that takes on this machine: the way to wait for what happens by itself.
 *
 * @param holds - looked at until it gives something truthy, which is given back
 * @throws {Error} with the source of `holds`, when it never held; and what `holds` throws, at once
 */
export async function until<T>(
  holds: () => T | Promise<T>,
  { timeoutMs = 20_000, everyMs = 2 }: UntilOptions = {},
): Promise<NonNullable<T>> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const held = await holds();
    if (held) return held;
    if (performance.now() > end) throw new Error(`it did not come about in ${timeoutMs} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
