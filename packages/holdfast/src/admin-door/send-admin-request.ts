import { decodeUtf8, type JsonObject, type JsonValue, parseStrictJsonObject } from '@holdfast/core';
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

/** What the service did. */
export interface AdminAnswer {
  readonly status: number;
  /** The JSON object it answered with; empty where it said nothing. */
  readonly body: JsonObject;
}

const patienceMs = 10_000;
const longestAnswer = 1024 * 1024;

/**
 * Sends an order through the door and reads the answer.
 *
 * Not for event streams: those never end.
 *
 * @throws {@link AdminDoorRefused} `ERR_ADMIN_DOOR_REFUSED` with the words of the service when it says no, `ERR_ADMIN_DOOR_UNREACHABLE`
 *   when nothing answers, or nothing that an admin service says
 */
export async function sendAdminRequest(door: AdminDoor, order: AdminOrder): Promise<AdminAnswer> {
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
    return { status: response.status, body: parseAnswer(await response.bytes()) };
  });
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw new AdminDoorRefused('ERR_ADMIN_DOOR_REFUSED', { said: wordsOf(answer.body) });
}

async function reach(send: () => Promise<AdminAnswer>): Promise<AdminAnswer> {
  try {
    return await send();
  } catch (cause) {
    throw new AdminDoorRefused('ERR_ADMIN_DOOR_UNREACHABLE', { cause });
  }
}

function parseAnswer(bytes: Uint8Array): JsonObject {
  return bytes.length === 0 ? {} : parseStrictJsonObject(decodeUtf8(bytes), { maxLength: longestAnswer });
}

function wordsOf({ message, mend }: JsonObject): string | undefined {
  const words = [message, mend].filter((word: JsonValue | undefined) => typeof word === 'string');
  return words.length === 0 ? undefined : words.join(' ');
}
