import { TooSlow } from './finding.ts';

/** What one call may take on a machine that does the reference work in its nominal time. */
const limitMs = 50;
const nominalReferenceMs = 5;
// Other programs run beside a fuzzer.
const generosity = 4;

// Only the long form measures: a clock has no place in `npm test`.
let limit = Number.POSITIVE_INFINITY;

/** Turns the time limit on, after measuring the machine. Gives the limit in milliseconds. */
export function limitCallTimes(): number {
  const fastest = Math.min(...Array.from({ length: 5 }, referenceWork));
  limit = limitMs * Math.max(1, fastest / nominalReferenceMs) * generosity;
  return limit;
}

/** Does work and fails it when it took too long, whether it succeeded or not. */
export async function timed<T>(work: () => T | Promise<T>): Promise<T> {
  const startedAt = performance.now();
  try {
    return await work();
  } finally {
    const tookMs = performance.now() - startedAt;
    // biome-ignore lint/correctness/noUnsafeFinally: being too slow outweighs whatever else came of it.
    if (tookMs > limit) throw new TooSlow(tookMs, limit);
  }
}

function referenceWork(): number {
  const startedAt = performance.now();
  let state = 88_172_645;
  for (let index = 0; index < 3_000_000; index += 1) state = (state ^ (state << 13) ^ (state >>> 17)) | 0;
  return state === 0 ? Number.POSITIVE_INFINITY : performance.now() - startedAt;
}
