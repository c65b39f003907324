/**
 * Collects garbage and gives the bytes that are left: heap and what lies beside it, such as array buffers.
 *
 * @throws Error without `--expose-gc`
 */
export function heapInUse(): number {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('run with --expose-gc');
  // What is found dead by one collection may hold something that only the next one finds.
  for (let round = 0; round < 3; round += 1) gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
