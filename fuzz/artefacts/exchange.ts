import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Agent as TlsAgent } from 'node:https';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { HeaderLines } from '../mutate/header-lines.ts';

/** One HTTP/1.1 message, as raw as `node:http` lets it be. */
export interface RawRequest {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers: HeaderLines;
  readonly body?: Uint8Array | string | undefined;
  /** Sends it over TLS, as this agent does. */
  readonly tls?: TlsAgent | undefined;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/**
 * Sends a request over a loopback socket.
 *
 * Gives `unsendable` for what Node's own client does not let out, and `cut` when the connection ends without an answer.
 */
export async function exchange(message: RawRequest): Promise<RawResponse | 'unsendable' | 'cut'> {
  const { port, method, path, headers, body, tls } = message;
  const send = tls === undefined ? httpRequest : httpsRequest;
  return new Promise((resolve) => {
    try {
      const outgoing = send(
        { agent: tls ?? agent, host: '127.0.0.1', port, method, path, headers: headers.flat(), setHost: false },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', () => resolve('cut'));
          incoming.on('end', () =>
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      outgoing.on('error', () => resolve('cut'));
      outgoing.end(body);
    } catch {
      resolve('unsendable');
    }
  });
}

/** Sends bytes over a socket of their own, says that no more will come, and gives whatever came back. */
export async function sendBytes(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
    socket.on('connect', () => socket.end(bytes));
  });
}

/** Lets go of idle connections. */
export function closeExchange(): void {
  agent.destroy();
}
