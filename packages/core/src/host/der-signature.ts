const numberLength = 32;
// SEQUENCE and its length; twice INTEGER, its length, and at most 33 bytes.
const longest = 2 + 2 * (2 + numberLength + 1);

/** Writes r‖s of a JWS (RFC 7518 section 3.4) as the DER that OpenSSL reads (RFC 3279 section 2.2.3). */
export function derFromRaw(raw: Uint8Array): Uint8Array {
  const der = new Uint8Array(longest);
  return der.subarray(0, writeDer(raw, der));
}

/** The same into one buffer: what it gives is good until the next call. An array for each would be the collector's work, and more than the rest. */
export function createDerWriter(): (raw: Uint8Array) => Uint8Array {
  const der = new Uint8Array(new ArrayBuffer(longest));
  const views = Array.from({ length: longest + 1 }, (_, length) => der.subarray(0, length));
  return (raw) => views[writeDer(raw, der)] as Uint8Array;
}

/** Gives the length. */
function writeDer(raw: Uint8Array, der: Uint8Array): number {
  der[0] = 0x30;
  let at = 2;
  for (const from of [0, numberLength]) {
    let start = from;
    while (start < from + numberLength - 1 && raw[start] === 0) start += 1;
    // DER integers are signed: a leading bit would make it negative.
    const pad = (raw[start] ?? 0) >= 0x80 ? 1 : 0;
    const length = from + numberLength - start;
    der[at] = 0x02;
    der[at + 1] = pad + length;
    der[at + 2] = 0;
    at += 2 + pad;
    for (let index = 0; index < length; index += 1) der[at + index] = raw[start + index] ?? 0;
    at += length;
  }
  der[1] = at - 2;
  return at;
}
