import type { JsonObject } from '@holdfast/core';
import { toPrintable } from '../terminal/printable.ts';

/** Says in one line for people what a revocation means from now on. */
export function describeRevocation({ kind, value, revokedAt, expiresAt }: JsonObject): string {
  const subject = `${String(kind)} ${String(value)}`;
  return `${toPrintable(`${subject}: ${effectOf(String(kind), timeOf(revokedAt))} In force until ${timeOf(expiresAt)}.`)}\n`;
}

function effectOf(kind: string, revokedAt: string): string {
  switch (kind) {
    case 'uti':
      return 'this token is revoked.';
    case 'jkt':
      return 'every token that is bound to this key is revoked, and no other is issued for it.';
    case 'x5t':
      return 'every token that is bound to this certificate is revoked; it gets no other, and authenticates nobody.';
    default:
      return `every token that was issued until ${revokedAt} is revoked; a new one is not.`;
  }
}

function timeOf(epochSeconds: unknown): string {
  return typeof epochSeconds === 'number' ? new Date(epochSeconds * 1000).toISOString().replace('.000', '') : '';
}
