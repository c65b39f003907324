/**
 * A value from outside as text: texts and numbers as they are, everything else as none.
 *
 * Never `String(value)`: an object may bring a `toString` of its own, which is then no function.
 */
export function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
}
