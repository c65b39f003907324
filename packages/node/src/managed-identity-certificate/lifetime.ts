import type { ClientCertificate } from '../certificate/client-certificate.ts';

type Life = Pick<ClientCertificate, 'notBefore' | 'notAfter'>;

/** With this much left a certificate is no longer used; a token over it could live that long. */
export const leastLeftSeconds: number = 24 * 60 * 60;
const renewalRoomSeconds = 60 * 60;

/** Whether a certificate may be used for further tokens: more than 24 hours are left of it. */
export function isUsable({ notAfter }: Pick<Life, 'notAfter'>, now: number): boolean {
  return notAfter - now > leastLeftSeconds;
}

/**
 * When a certificate is renewed: at half of its life. One that lives for two days or less can be used for less than half of its life, and is
 * renewed an hour before that is over, or after half of it.
 *
 * @returns epoch seconds
 */
export function renewalDue({ notBefore, notAfter }: Life): number {
  const life = notAfter - notBefore;
  const usable = life - leastLeftSeconds;
  return notBefore + Math.max(usable / 2, Math.min(life / 2, usable - renewalRoomSeconds));
}
