import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import type { ImdsCredentialsOptions } from '../../src/imds-credential/imds-credential.ts';
import { createImdsCredentials, type ImdsCredentials } from '../../src/imds-credential/imds-credential.ts';
import { openDirectTransport } from '../../src/managed-identity-source/direct-transport.ts';

export const clientId = '5e894a92-11e3-41cd-b167-759a1f0c24bf';
export const tenantId = '7576991b-104d-4dfc-845d-b9393a5b5b11';
export const vmId = '8a2f2b1c-0d3f-4f5e-9d6a-1f2e3d4c5b6a';
export const metadata = {
  cuId: { vmId },
  clientId,
  tenantId,
  attestationEndpoint: 'https://sharedeus2.eus2.attest.azure.net',
};
export const credential = {
  client_id: clientId,
  tenant_id: tenantId,
  certificate: Buffer.from('any bytes').toString('base64'),
  identity_type: 'UserAssigned',
  mtls_authentication_endpoint: 'https://eastus2.mtlsauth.microsoft.com',
};
export const fromImds = { 'content-type': 'application/json', server: 'IMDS/150.870.65.1854' };

/** What an IMDS was asked, with the body. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An IMDS over a real socket that answers what the test says, and the door to it; pauses are noted and not waited for. */
export async function startImds(
  answer: (response: ServerResponse, asked: Asked, count: number) => unknown,
  options: Partial<ImdsCredentialsOptions> = {},
) {
  const asked: Asked[] = [];
  const pauses: number[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body: Buffer.concat(pieces).toString() };
    asked.push(one);
    await answer(response, one, asked.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const transport = openDirectTransport({ connectTimeoutMs: 1000 });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await transport.close();
  });
  const base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const imds: ImdsCredentials = createImdsCredentials({
    base,
    identity: { kind: 'system' },
    wire: 'shipped',
    headers: {},
    allowedHosts: new Set(),
    transport,
    clock: Date.now,
    timeoutMs: 2000,
    retries: true,
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
    },
    ...options,
  });
  return { base, imds, asked, pauses };
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  { status = 200, headers = fromImds }: { readonly status?: number; readonly headers?: Record<string, string> } = {},
) {
  response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
}

export const never: AbortSignal = new AbortController().signal;
