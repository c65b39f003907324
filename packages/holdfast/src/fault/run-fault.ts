import { type AdminDoorFlags, findAdminDoor } from '../admin-door/find-admin-door.ts';
import { sendAdminRequest } from '../admin-door/send-admin-request.ts';
import { CommandLineInvalid } from '../errors/command-line-invalid.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import { toPrintableJson } from '../terminal/printable.ts';
import { reportRefusal } from '../terminal/report.ts';
import { buildFault, type FaultFlags } from './build-fault.ts';
import { describeFault } from './describe-fault.ts';

/** What `holdfast fault` was asked for. */
export interface FaultOptions {
  readonly door: AdminDoorFlags;
  readonly json: boolean;
  /** All faults are taken away, instead of one put in. */
  readonly clears: boolean;
  readonly fault: FaultFlags;
}

/**
 * Makes a service of a running `holdfast up` fail, or takes every fault away.
 *
 * @returns the exit code
 */
export async function runFault(options: FaultOptions): Promise<number> {
  const { door: flags, json, clears, fault: wish } = options;
  try {
    const fromStdin = [flags.adminKeyFile, wish.from, wish.body].filter((file) => file === '-');
    if (fromStdin.length > 1) throw new CommandLineInvalid('stdin holds one thing');
    if (clears && Object.values(wish).some((value) => value !== undefined)) {
      throw new CommandLineInvalid('clear takes every fault away, and no flag that describes one');
    }
    const door = await findAdminDoor(flags);
    if (clears) {
      await sendAdminRequest(door, { method: 'DELETE', path: '/faults' });
      process.stdout.write(json ? `${toPrintableJson({ ok: true })}\n` : 'All faults are gone.\n');
      return exitCodes.ok;
    }
    const fault = await buildFault(wish);
    const added = await sendAdminRequest(door, { method: 'POST', path: '/faults', body: fault });
    const id = String(added['id']);
    process.stdout.write(json ? `${toPrintableJson({ ok: true, id, fault })}\n` : describeFault(id, fault));
    return exitCodes.ok;
  } catch (error) {
    return reportRefusal(error, { command: 'holdfast fault', json });
  }
}
