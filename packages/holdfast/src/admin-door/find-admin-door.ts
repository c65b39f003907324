import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDataHolder } from '@holdfast/authority';
import { AdminDoorRefused } from '../errors/admin-door-refused.ts';
import { InputRefused } from '../errors/input-refused.ts';
import { readInput, readTextInput } from '../reading/read-input.ts';
import { type AdminDoor, adminDoorFile, isAdminKey, parseAdminOrigin, parseDoorText } from './admin-door.ts';

/** Flags that say which `holdfast up` is meant. */
export interface AdminDoorFlags {
  /** Its data directory. */
  readonly data?: string | undefined;
  /** The address of its admin service, for one whose data directory is out of reach. */
  readonly admin?: string | undefined;
  /** File with the admin key of that address, `-` for stdin. */
  readonly adminKeyFile?: string | undefined;
}

const usualDirectory = '.holdfast';
const longestFile = 4096;

/**
 * Finds the admin service of a running `holdfast up`: by `--admin` and `--admin-key-file`, else in the data directory.
 *
 * What the directory says counts only while the very process that wrote it holds the directory. After a crash somebody else may listen on
 * that port, and would be handed the key.
 *
 * @throws {@link InputRefused} `ERR_SETTINGS_VALUE`, `ERR_INPUT_UNREADABLE`, `ERR_INPUT_TOO_LARGE`
 * @throws {@link AdminDoorRefused} `ERR_ADMIN_DOOR_CLOSED` when nothing runs on the directory
 */
export async function findAdminDoor(flags: AdminDoorFlags): Promise<AdminDoor> {
  const { data, admin, adminKeyFile } = flags;
  if (admin === undefined && adminKeyFile === undefined) return readDoor(data ?? usualDirectory);
  if (data !== undefined) throw refusedFlag('one of --data and --admin');
  if (admin === undefined || adminKeyFile === undefined) throw refusedFlag('--admin and --admin-key-file');
  const origin = parseAdminOrigin(admin);
  if (origin === undefined) throw refusedFlag('--admin is http on loopback');
  const key = await readTextInput(adminKeyFile, { name: '--admin-key-file', maxBytes: longestFile });
  if (!isAdminKey(key)) throw refusedFlag('--admin-key-file holds the key alone');
  return { origin, key };
}

async function readDoor(dataDirectory: string): Promise<AdminDoor> {
  const path = join(dataDirectory, adminDoorFile);
  if (!existsSync(path)) throw new AdminDoorRefused('ERR_ADMIN_DOOR_CLOSED');
  const door = parseDoorText(await readInput(path, { name: adminDoorFile, maxBytes: longestFile }));
  const holder = await readDataHolder(dataDirectory);
  if (door === undefined || holder?.pid !== door.pid) throw new AdminDoorRefused('ERR_ADMIN_DOOR_CLOSED');
  return { origin: door.origin, key: door.key };
}

function refusedFlag(detail: string): InputRefused {
  return new InputRefused('ERR_SETTINGS_VALUE', { detail });
}
