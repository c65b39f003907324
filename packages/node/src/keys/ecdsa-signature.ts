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
  const lengthOfR = der[3] ?? 0;
  copyNumber(der.subarray(4, 4 + lengthOfR), raw.subarray(0, numberLength));
  copyNumber(der.subarray(6 + lengthOfR), raw.subarray(numberLength));
  return raw;
}

/** DER numbers are signed and as short as possible: a leading zero goes, missing ones come. */
function copyNumber(number: Uint8Array, target: Uint8Array): void {
  const digits = number.length > numberLength ? number.subarray(number.length - numberLength) : number;
  target.set(digits, numberLength - digits.length);
}
