/**
 * Counts the lines of one header as they were sent; `headers` of Node has but the first of those that may come only once.
 *
 * @param rawHeaders - names and values in turn, as Node keeps them
 * @param name - in lower case
 */
export function countHeaderLines(rawHeaders: readonly string[], name: string): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const line = rawHeaders[index];
    // The length first: no letter case changes it, and hardly any other name has it.
    if (line?.length === name.length && line.toLowerCase() === name) count += 1;
  }
  return count;
}
