/** Writes r‖s of a JWS (RFC 7518 section 3.4) as the DER that OpenSSL reads (RFC 3279 section 2.2.3). */
export function derFromRaw(raw: Uint8Array): Uint8Array {
  const r = derInteger(raw.subarray(0, 32));
  const s = derInteger(raw.subarray(32));
  const der = new Uint8Array(2 + r.length + s.length);
  der[0] = 0x30;
  der[1] = r.length + s.length;
  der.set(r, 2);
  der.set(s, 2 + r.length);
  return der;
}

function derInteger(number: Uint8Array): Uint8Array {
  let start = 0;
  while (start < 31 && number[start] === 0) start += 1;
  const digits = number.subarray(start);
  // DER integers are signed: a leading bit would make it negative.
  const pad = (digits[0] ?? 0) >= 0x80 ? 1 : 0;
  const integer = new Uint8Array(2 + pad + digits.length);
  integer[0] = 0x02;
  integer[1] = pad + digits.length;
  integer.set(digits, 2 + pad);
  return integer;
}
