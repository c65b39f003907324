import { Agent, type IncomingMessage, request } from 'node:http';
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
  const answer = await reach(async () => {
    const { status, body } = await readAnswer(await sendOrder(door, order));
    // A redirect is not followed: it would be given the key.
    if (status >= 300 && status < 400) throw new TypeError('a redirect');
    return { isDone: status >= 200 && status < 300, said: parseAnswer(body) };
  });
  if (answer.isDone) return answer.said;
  // Its mend is the end of its message.
  const { message } = answer.said;
  throw new AdminDoorRefused('ERR_ADMIN_DOOR_REFUSED', { said: typeof message === 'string' ? message : undefined });
}

/**
 * Goes there directly, with an agent of its own: `fetch`, and the agent that requests share, obey `NODE_USE_ENV_PROXY`, and a proxy would be handed
 * the key.
 */
function sendOrder(door: AdminDoor, { method, path, body }: AdminOrder): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const json = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${door.key}`,
      ...(json === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) }),
    };
    const signal = AbortSignal.timeout(patienceMs);
    request(`${door.origin}${path}`, { method, headers, signal, agent: new Agent() }, resolve)
      .on('error', reject)
      .end(json);
  });
}

async function readAnswer(answer: IncomingMessage): Promise<{ readonly status: number; readonly body: Uint8Array }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of answer as AsyncIterable<Uint8Array>) {
    length += piece.length;
    // Leaving the loop ends the connection.
    if (length > longestAnswer) throw new TypeError('an answer without end');
    pieces.push(piece);
  }
  return { status: answer.statusCode ?? 0, body: Buffer.concat(pieces) };
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
