import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { canary, type Provocation } from '@holdfast/testing';
import { findAdminDoor } from '../../src/admin-door/find-admin-door.ts';
import { sendAdminRequest } from '../../src/admin-door/send-admin-request.ts';

const order = { method: 'POST', path: `/${canary}`, body: { service: canary } } as const;

/** Brings the codes of the commands about that go through the admin door; the canary is the key and what is asked for. */
export const adminProvocations: Readonly<Record<string, Provocation | readonly Provocation[]>> = {
  ERR_ADMIN_DOOR_CLOSED: () => findAdminDoor({ data: `/nowhere/${canary}` }),
  ERR_ADMIN_DOOR_UNREACHABLE: () => sendAdminRequest({ origin: 'http://127.0.0.1:1', key: canary }, order),
  ERR_ADMIN_DOOR_REFUSED: refusedByService,
};

async function refusedByService(): Promise<unknown> {
  const server = createServer((_request, response) => response.writeHead(401).end('{"message":"No."}'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await sendAdminRequest({ origin: `http://127.0.0.1:${port}`, key: canary }, order);
  } finally {
    server.close();
  }
}
