/** Writes an ES256 signature of JOSE, r and s of 32 bytes each, as the DER that `crypto.verify` takes (RFC 3279 section 2.2.3). */
export function derFromRaw(raw: Buffer): Buffer {
  const der = Buffer.allocUnsafe(72);
  const end = writeInteger(raw, 32, { der, at: writeInteger(raw, 0, { der, at: 2 }) });
  der[0] = 0x30;
  der[1] = end - 2;
  return der.subarray(0, end);
}

function writeInteger(raw: Buffer, from: number, { der, at }: { readonly der: Buffer; readonly at: number }): number {
  let start = from;
  while (start < from + 31 && raw[start] === 0) start += 1;
  const isHigh = (raw[start] ?? 0) >= 0x80;
  let next = at + 2;
  if (isHigh) der[next++] = 0;
  next += raw.copy(der, next, start, from + 32);
  der[at] = 0x02;
  der[at + 1] = next - at - 2;
  return next;
}
