import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** What is asked on one connection. */
export interface Turns {
  /** The next whole request; undefined when there is none. */
  readonly next: () => Buffer | undefined;
  /** Called with every answer, when all of it is there. */
  readonly answered: (isSuccess: boolean) => void;
}

/** Opens a connection to this machine. Nothing is secret here, and nobody is trusted with anything: a certificate is not looked at. */
export function openConnection({ port, tls }: { readonly port: number; readonly tls: boolean }): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = tls ? connectTls({ port, rejectUnauthorized: false }) : connect({ port, host: '127.0.0.1' });
    socket.setNoDelay(true).once('error', reject);
    socket.once(tls ? 'secureConnect' : 'connect', () => resolve(socket));
  });
}

/**
 * Asks one request after the other on a connection, each when the answer to the one before is there, with hardly anything of its own to do.
 *
 * @throws Error when the connection ends before there is no next request
 */
export function askInTurn(socket: Socket, { next, answered }: Turns): Promise<void> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const fail = (): void => reject(new Error('a connection ended'));
    const ask = (): void => {
      const request = next();
      if (request !== undefined) {
        socket.write(request);
        return;
      }
      socket.off('close', fail);
      resolve();
    };
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      if (!isWhole(received)) return;
      answered(received.subarray(0, success.length).equals(success));
      received = Buffer.alloc(0);
      ask();
    });
    socket.once('close', fail);
    ask();
  });
}

const success = Buffer.from('HTTP/1.1 200 ');
const headEnd = Buffer.from('\r\n\r\n');

// Every contestant answers with Content-Length, and no answer overlaps the next one, because none is asked for before.
function isWhole(received: Buffer): boolean {
  const head = received.indexOf(headEnd);
  if (head < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received.toString('latin1', 0, head + 2))?.[1];
  return length !== undefined && received.length >= head + headEnd.length + Number(length);
}
