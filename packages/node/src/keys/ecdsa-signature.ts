import type { Bytes } from '@holdfast/core';

const numberLength = 32;

/**
 * Turns an ECDSA P-256 signature from the DER that OpenSSL writes into the r‖s of a JWS.
 *
 * For our own signatures only: nothing is checked. `dsaEncoding` of Node does the same, at twice the price of the signature.
 *
 * @see RFC 7518 section 3.4; RFC 3279 section 2.2.3
 */
export function rawFromDer(der: Uint8Array): Bytes {
  const raw = new Uint8Array(2 * numberLength);
  // SEQUENCE, length, INTEGER, length, r, INTEGER, length, s; every length is below 128.
  const endOfR = 4 + (der[3] ?? 0);
  // DER numbers are signed and as short as possible: a leading zero goes, missing ones come. A view for each would cost more than the copy.
  for (const [start, end, target] of [
    [4, endOfR, numberLength],
    [endOfR + 2, der.length, 2 * numberLength],
  ] as const) {
    const length = Math.min(end - start, numberLength);
    for (let back = 1; back <= length; back += 1) raw[target - back] = der[end - back] ?? 0;
  }
  return raw;
}
