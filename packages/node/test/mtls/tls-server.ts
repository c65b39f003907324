import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { TestCertificate } from '../certificate/make-certificate.ts';

/** An https server on loopback that asks for client certificates. */
export interface MutualServer {
  readonly origin: string;
  readonly server: Server;
  /** Connections that were made, and how many of them resumed a session. */
  readonly connections: { made: number; resumed: number };
  close(): Promise<void>;
}

/** Answers with the SHA-256 fingerprint of the client certificate, unless told otherwise. */
export async function startMutualServer(
  certificate: TestCertificate,
  options: ServerOptions & { readonly answer?: (request: IncomingMessage, response: ServerResponse) => void } = {},
): Promise<MutualServer> {
  const { answer = answerFingerprint, ...settings } = options;
  const server = createServer(
    {
      key: certificate.privateKey,
      cert: certificate.certificate,
      requestCert: true,
      rejectUnauthorized: false,
      keepAliveTimeout: 60_000,
      ...settings,
    },
    answer,
  );
  const connections = { made: 0, resumed: 0 };
  server.on('secureConnection', (socket: TLSSocket) => {
    connections.made += 1;
    if (socket.isSessionReused()) connections.resumed += 1;
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    server,
    connections,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** base64url SHA-256 of the client certificate of a request, or nothing. */
export function fingerprintOf(request: IncomingMessage): string {
  const { fingerprint256 } = (request.socket as TLSSocket).getPeerCertificate();
  return fingerprint256 === undefined
    ? ''
    : Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
}

function answerFingerprint(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.end(fingerprintOf(request));
}
