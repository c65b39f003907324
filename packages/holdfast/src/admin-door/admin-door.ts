import { decodeUtf8, parseStrictJsonObject } from '@holdfast/core';

/** Where the admin service of a running `holdfast up` is, and what opens it. */
export interface AdminDoor {
  /** Origin of the service, plain http on loopback. */
  readonly origin: string;
  /** Opens it: `Authorization: Bearer …`. */
  readonly key: string;
}

/** The door as the data directory keeps it, with the process that opened it. */
export interface KeptDoor extends AdminDoor {
  /** Number of the process that serves. */
  readonly pid: number;
}

/** The file of the data directory that tells where the door is. */
export const adminDoorFile = 'admin.json';

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Reads an address of an admin service.
 *
 * @returns its origin; undefined for whatever is not plain http on loopback: the key would leave this machine
 */
export function parseAdminOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, username, password, pathname, search, hash, origin } = new URL(text);
  const isBare = `${username}${password}${search}${hash}` === '' && pathname === '/';
  return protocol === 'http:' && loopback.has(hostname) && isBare ? origin : undefined;
}

/** Writes a door as a text for the data directory. It holds a secret. */
export function buildDoorText({ origin, key, pid }: KeptDoor): string {
  return `${JSON.stringify({ admin: origin, adminKey: key, pid })}\n`;
}

/** Reads such a text back; undefined for any other text. */
export function parseDoorText(bytes: Uint8Array): KeptDoor | undefined {
  try {
    const { admin, adminKey, pid } = parseStrictJsonObject(decodeUtf8(bytes));
    const origin = typeof admin === 'string' ? parseAdminOrigin(admin) : undefined;
    if (origin === undefined || typeof pid !== 'number' || !isAdminKey(adminKey)) return undefined;
    return { origin, key: adminKey, pid };
  } catch {
    return undefined;
  }
}

/** Tells whether a value can be an admin key: one word that fits into a header. */
export function isAdminKey(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,512}$/.test(value);
}
