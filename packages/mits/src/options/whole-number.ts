/**
 * Reads an option that counts something, or a time that a timer must hold.
 *
 * @throws TypeError for anything but a whole number from 1 to 2,147,483,647
 */
export function wholeNumber(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1 || value > 2_147_483_647) {
    throw new TypeError(`${name} must be a positive whole number`);
  }
  return value;
}
