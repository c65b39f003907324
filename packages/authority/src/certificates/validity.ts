import { randomBytes } from 'node:crypto';

const dayMs = 24 * 60 * 60 * 1000;
/** How long a certificate lives. */
const certificateLifetimeMs = 90 * dayMs;
/** A certificate with less time than this is replaced when the authority starts. */
export const renewBeforeMs: number = 30 * dayMs;

/** The period of a certificate issued now; it starts a little earlier, for machines whose clocks differ. */
export function validityFrom(at: number): { readonly notBefore: Date; readonly notAfter: Date } {
  return { notBefore: new Date(at - 60 * 60 * 1000), notAfter: new Date(at + certificateLifetimeMs) };
}

/** A positive random serial number, as RFC 5280 section 4.1.2.2 asks. */
export function randomSerialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}
