/**
 * Counts how often a piece of work looks at a character, by `charCodeAt`: the cost of a scanner, without a clock.
 *
 * Does NOT see regular expressions and other built-in methods.
 *
 * @param work - runs synchronously; what it throws is dropped, because refusing must be cheap too
 */
export function countLooks(work: () => unknown): number {
  const { charCodeAt } = String.prototype;
  let looks = 0;
  String.prototype.charCodeAt = function (index: number): number {
    looks += 1;
    return charCodeAt.call(this, index);
  };
  try {
    work();
  } catch {
    // Refused.
  } finally {
    String.prototype.charCodeAt = charCodeAt;
  }
  return looks;
}
