import type { CapturedRequest } from './loot.ts';

// These belong to the connection of the client that was robbed; the thief's own connection has its own.
const hopHeaders: ReadonlySet<string> = new Set(['host', 'content-length', 'connection', 'transfer-encoding']);

/** What came back. */
export interface CapturedReply {
  readonly status: number;
  /** The JSON of the body. */
  readonly body: unknown;
}

/** Sends captured bytes, altered or not, and reads the JSON that comes back; anything else reads as an empty object. */
export async function sendCaptured(request: CapturedRequest): Promise<CapturedReply> {
  const headers = request.headers.filter(([name]) => !hopHeaders.has(name.toLowerCase()));
  const response = await fetch(request.url, {
    method: request.method,
    headers: headers.map(([name, value]) => [name, value]),
    ...(request.body === undefined ? {} : { body: Buffer.from(request.body, 'base64') }),
    redirect: 'manual',
  });
  const body: unknown = await response.json().catch(() => ({}));
  return { status: response.status, body };
}
