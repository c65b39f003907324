/** An address without the slashes at its end. Not with a pattern: for text that is all slashes but for its end it would take the square of its length. */
export function trimSlashes(address: string): string {
  let end = address.length;
  while (address[end - 1] === '/') end -= 1;
  return address.slice(0, end);
}
