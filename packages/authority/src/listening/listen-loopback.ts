import { constants } from 'node:crypto';
import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { ListenFailed } from '../errors/listen-failed.ts';
import { type AwaitedResponses, createAwaitedResponses } from './awaited-responses.ts';
import { limitPipelining } from './limit-pipelining.ts';
import { refuseAbsoluteTarget } from './refuse-absolute-target.ts';
import { refuseGarbage } from './refuse-garbage.ts';
import { refuseManyHeaders } from './refuse-many-headers.ts';
import { refuseRepeatedHost } from './refuse-repeated-host.ts';
import { type HttpLimits, httpLimits } from './server-settings.ts';

/** A service that listens on both loopback addresses with one port. */
export interface LoopbackListener {
  /** The port it has, on both addresses. */
  readonly port: number;
  /** `127.0.0.1`, and `::1` where the machine has it. */
  readonly addresses: readonly string[];
  /** Stops listening and ends every connection: idle ones at once, busy ones after a moment of grace. */
  close(): Promise<void>;
}

/** What to listen with. */
export interface ListenOptions {
  /** Answers the requests. */
  readonly handler: RequestListener;
  /** 0 takes a free port. */
  readonly port: number;
  /** Certificate chain and key for https. @default none: plain http */
  readonly tls?:
    | {
        /** Certificate chain, PEM. */
        readonly certPem: string;
        /** Its private key, PEM. */
        readonly keyPem: string;
        /**
         * Clients are asked for a certificate and may go without. Whose it is, and whether it counts, is for the handler to say.
         *
         * @default no certificate is asked for
         */
        readonly clientCertificate?: 'requested' | undefined;
      }
    | undefined;
  /** Limits, in milliseconds and bytes. @default the house's own */
  readonly limits?: Partial<HttpLimits> | undefined;
}

/** A server and every connection of it, also those that have not finished their TLS handshake and that Node does not count. */
interface OpenServer {
  readonly server: HttpServer;
  readonly sockets: ReadonlySet<Socket>;
}

const clientCertificateSettings: ServerOptions = {
  requestCert: true,
  rejectUnauthorized: false,
  // Nobody is trusted for what signed his certificate, so none is; and the list of authorities that TLS shows to clients stays empty,
  // which some of them need before they offer a self-signed one.
  ca: [],
  // One connection, one identity: a renegotiation could change it between two requests, or in the middle of one.
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
};

const graceMs = 500;
const freePortTries = 10;

/**
 * Listens on 127.0.0.1 and ::1, never on another address.
 *
 * @throws {@link ListenFailed} `ERR_LISTEN_PORT`, `ERR_LISTEN_LOOPBACK`
 */
export async function listenLoopback(options: ListenOptions): Promise<LoopbackListener> {
  for (let attempt = 1; ; attempt += 1) {
    const first = await listen(options, '127.0.0.1', options.port);
    const { port } = first.server.address() as AddressInfo;
    try {
      const second = await listenWherePresent(options, port);
      return createListener(port, second === undefined ? [first] : [first, second]);
    } catch (error) {
      first.server.close();
      // A free port of one family may be taken in the other; then another one is drawn.
      if (options.port !== 0 || attempt >= freePortTries) throw error;
    }
  }
}

async function listenWherePresent(options: ListenOptions, port: number): Promise<OpenServer | undefined> {
  try {
    return await listen(options, '::1', port);
  } catch (error) {
    if (error instanceof ListenFailed && error.code === 'ERR_LISTEN_LOOPBACK') return undefined;
    throw error;
  }
}

function listen(options: ListenOptions, host: string, port: number): Promise<OpenServer> {
  const awaited = createAwaitedResponses();
  const server = createServer(options, awaited);
  // Unless told, Node drops the header lines behind the 2,000th, unseen: a second credential could hide there.
  server.maxHeadersCount = 0;
  const sockets = new Set<Socket>();
  server.on('clientError', refuseGarbage(awaited));
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(new ListenFailed(port, error));
    server.once('error', fail);
    server.listen({ host, port, ipv6Only: true }, () => {
      server.off('error', fail);
      resolve({ server, sockets });
    });
  });
}

function createServer({ handler, tls, limits }: ListenOptions, awaited: AwaitedResponses): HttpServer {
  const { handshakeTimeout, inactivityTimeout, ...http } = { ...httpLimits, ...limits };
  const listener = limitPipelining(refuseManyHeaders(refuseRepeatedHost(refuseAbsoluteTarget(handler))), awaited);
  if (tls === undefined) return createHttpServer(http, listener).setTimeout(inactivityTimeout);
  const { certPem: cert, keyPem: key, clientCertificate } = tls;
  const asked = clientCertificate === 'requested' ? clientCertificateSettings : {};
  return createHttpsServer(
    { ...http, cert, key, minVersion: 'TLSv1.2', handshakeTimeout, ALPNProtocols: ['http/1.1'], ...asked },
    listener,
  ).setTimeout(inactivityTimeout);
}

function createListener(port: number, servers: readonly OpenServer[]): LoopbackListener {
  return {
    port,
    addresses: servers.map(({ server }) => (server.address() as AddressInfo).address),
    close: async () => {
      await Promise.all(servers.map(closeServer));
    },
  };
}

function closeServer({ server, sockets }: OpenServer): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, graceMs);
    server.close(() => {
      clearTimeout(impatience);
      resolve();
    });
    server.closeIdleConnections();
  });
}
