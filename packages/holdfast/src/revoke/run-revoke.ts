import { type AdminDoorFlags, findAdminDoor } from '../admin-door/find-admin-door.ts';
import { sendAdminRequest } from '../admin-door/send-admin-request.ts';
import { AdminDoorRefused } from '../errors/admin-door-refused.ts';
import { CommandLineInvalid } from '../errors/command-line-invalid.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import { toPrintableJson } from '../terminal/printable.ts';
import { reportRefusal } from '../terminal/report.ts';
import { buildRevocation, type RevocationFlags } from './build-revocation.ts';
import { describeRevocation } from './describe-revocation.ts';

/** What `holdfast revoke` was asked for. */
export interface RevokeFlags extends AdminDoorFlags, RevocationFlags {
  readonly json?: boolean | undefined;
}

/**
 * Revokes at a running `holdfast up`, and says what that means. A token that it reads is never shown.
 *
 * @returns the exit code
 */
export async function runRevoke(flags: RevokeFlags): Promise<number> {
  try {
    if (flags.token === true && flags.adminKeyFile === '-') throw new CommandLineInvalid('stdin holds one thing');
    // Before stdin is read: whoever has no holdfast up need not paste a token.
    const door = await findAdminDoor(flags);
    const order = { method: 'POST', path: '/revoke', body: await buildRevocation(flags) } as const;
    const entry = await sendAdminRequest(door, order);
    // Nobody is told that something is revoked by an answer that does not say so.
    if (typeof entry['revokedAt'] !== 'number') throw new AdminDoorRefused('ERR_ADMIN_DOOR_UNREACHABLE');
    process.stdout.write(
      flags.json === true ? `${toPrintableJson({ ok: true, ...entry })}\n` : describeRevocation(entry),
    );
    return exitCodes.ok;
  } catch (error) {
    return reportRefusal(error, { command: 'holdfast revoke', json: flags.json === true });
  }
}
