import { decodeUtf8, type JsonObject, parseStrictJsonObject } from '@holdfast/core';
import { AdminDoorRefused } from '../errors/admin-door-refused.ts';
import type { AdminDoor } from './admin-door.ts';

/** One order to the admin service. */
export interface AdminOrder {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Such as `/faults`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: JsonObject | undefined;
}

const patienceMs = 10_000;
const longestAnswer = 1024 * 1024;

/**
 * Sends an order through the door and reads the answer.
 *
 * Not for event streams: those never end.
 *
 * @returns the JSON object that the service answered with; empty where it said nothing
 * @throws {@link AdminDoorRefused} `ERR_ADMIN_DOOR_REFUSED` with the words of the service when it says no, `ERR_ADMIN_DOOR_UNREACHABLE`
 *   when nothing answers, or nothing that an admin service says
 */
export async function sendAdminRequest(door: AdminDoor, order: AdminOrder): Promise<JsonObject> {
  const { method, path, body } = order;
  const answer = await reach(async () => {
    const response = await fetch(`${door.origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${door.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      // Without a body Node sends a length of 0, and the service needs no more.
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    return { isDone: response.ok, said: parseAnswer(await response.bytes()) };
  });
  if (answer.isDone) return answer.said;
  // Its mend is the end of its message.
  const { message } = answer.said;
  throw new AdminDoorRefused('ERR_ADMIN_DOOR_REFUSED', { said: typeof message === 'string' ? message : undefined });
}

async function reach<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (cause) {
    throw new AdminDoorRefused('ERR_ADMIN_DOOR_UNREACHABLE', { cause });
  }
}

function parseAnswer(bytes: Uint8Array): JsonObject {
  return bytes.length === 0 ? {} : parseStrictJsonObject(decodeUtf8(bytes), { maxLength: longestAnswer });
}
