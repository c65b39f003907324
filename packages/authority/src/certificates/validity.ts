import { randomBytes } from 'node:crypto';

const dayMs = 24 * 60 * 60 * 1000;
/** How long a certificate lives. */
const certificateLifetimeMs = 90 * dayMs;
/** A certificate with less time than this is replaced when the authority starts. */
export const renewBeforeMs: number = 30 * dayMs;

/** How much earlier than its issue a certificate begins. */
const backdatedMs = 60 * 60 * 1000;

/** The period of a certificate. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The period of a certificate issued now; it starts a little earlier, for machines whose clocks differ. */
export function validityFrom(at: number, lifetimeMs: number = certificateLifetimeMs): Validity {
  return { notBefore: new Date(at - backdatedMs), notAfter: new Date(at + lifetimeMs) };
}

/** When a certificate of this period was issued, in epoch milliseconds: whole seconds, as certificates have them. */
export function issuedAtOf({ notBefore }: Pick<Validity, 'notBefore'>): number {
  return notBefore.getTime() + backdatedMs;
}

/** A positive random serial number, as RFC 5280 section 4.1.2.2 asks. */
export function randomSerialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}
