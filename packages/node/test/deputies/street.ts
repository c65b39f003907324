import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { makeCertificate } from '../certificate/make-certificate.ts';

/** A request as a house of the street received it. */
export interface Visit {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A server on loopback that remembers everybody who came near. */
export interface House {
  readonly origin: string;
  readonly port: number;
  readonly visits: Visit[];
  /** Connections, also those that said nothing. */
  readonly connections: number;
  answer: (visit: Visit, response: ServerResponse) => unknown;
  close(): Promise<void>;
}

const root = await makeCertificate({ name: 'root' });
const leaf = await makeCertificate({ issuer: root });

/** The CA that every house of the street has its certificate from. */
export const streetCa: string = root.certificate;

/** Opens a house on localhost; https unless told. */
export async function openHouse(scheme: 'https' | 'http' = 'https'): Promise<House> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const visits: Visit[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const visit = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
    visits.push(visit);
    await house.answer(visit, response);
  };
  const tls = { key: leaf.privateKey, cert: leaf.certificate, maxHeaderSize: 1_048_576 };
  const server = scheme === 'https' ? createHttpsServer(tls, receive) : createHttpServer(receive);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  const house: House = {
    origin: `${scheme}://localhost:${port}`,
    port,
    visits,
    get connections() {
      return connections;
    },
    answer: (_visit, response) => response.end('ok'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return house;
}
