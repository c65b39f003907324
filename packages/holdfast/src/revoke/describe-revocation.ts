import type { JsonObject } from '@holdfast/core';
import { toPrintable } from '../terminal/printable.ts';

/** Says in one line for people what a revocation means from now on. */
export function describeRevocation({ kind, value, revokedAt, expiresAt }: JsonObject): string {
  const subject = `${String(kind)} ${String(value)}`;
  const times = { revokedAt: timeOf(revokedAt), expiresAt: timeOf(expiresAt) };
  return `${toPrintable(`${subject}: ${effectOf(String(kind), times)}`)}\n`;
}

function effectOf(kind: string, { revokedAt, expiresAt }: { revokedAt: string; expiresAt: string }): string {
  switch (kind) {
    case 'uti':
      return `this token is revoked. By ${expiresAt} it has expired anyway.`;
    case 'jkt':
      return 'every token that is bound to this key is revoked, and no other is ever issued for it.';
    case 'x5t':
      return 'every token that is bound to this certificate is revoked. It gets no other, and authenticates nobody.';
    case 'attestation':
      return `what was shown of this key until ${revokedAt} is revoked, and no certificate that was issued for it gets a token. The key may be attested anew.`;
    default:
      return `every token that was issued until ${revokedAt} is revoked; a new one is not. By ${expiresAt} the last of them has expired.`;
  }
}

function timeOf(epochSeconds: unknown): string {
  return typeof epochSeconds === 'number' ? new Date(epochSeconds * 1000).toISOString().replace('.000', '') : 'then';
}
