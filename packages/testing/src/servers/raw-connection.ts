import { connect, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';

/** Where a raw connection goes; with `ca` it speaks TLS. Loopback only. */
export interface RawAddress {
  readonly port: number;
  readonly ca?: string | undefined;
}

/** A connection that sends whatever bytes it is told to. */
export interface RawConnection {
  /** What was received so far, one character per byte. */
  readonly text: string;
  readonly isClosed: boolean;
  /** Settles when the connection is gone, however that came about. */
  readonly closed: Promise<void>;
  /** Sends, as fast as the other side takes it; false when the connection went away before all was sent. */
  send(...parts: readonly (string | Uint8Array)[]): Promise<boolean>;
  /** Ends this side's half and goes on reading. */
  halfClose(): void;
  /** Never closes its half, even when the other side has closed its own. */
  holdOpen(): void;
  /** Reads no more: what the other side sends stays with it. */
  pause(): void;
  /** Statuses of the final responses received so far, in order. */
  statuses(): readonly number[];
  /** Waits for that many responses, or for the end of the connection, whichever comes first. */
  answered(count?: number): Promise<readonly number[]>;
  destroy(): void;
}

/** Opens a connection to a service on loopback and waits until it stands. */
export async function openRawConnection({ port, ca }: RawAddress): Promise<RawConnection> {
  const socket: Socket =
    ca === undefined
      ? connect({ host: '127.0.0.1', port, allowHalfOpen: true })
      : tlsConnect({ host: '127.0.0.1', servername: 'localhost', port, ca, allowHalfOpen: true } as never);
  await new Promise<void>((resolve, reject) => {
    socket.once(ca === undefined ? 'connect' : 'secureConnect', resolve).once('error', reject);
  });
  return wrap(socket.setMaxListeners(0));
}

function wrap(socket: Socket): RawConnection {
  let text = '';
  let isClosed = false;
  let isHeldOpen = false;
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      isClosed = true;
      resolve();
    });
  });
  // Resets are the other side's right; whoever cares looks at `closed`.
  socket.on('error', () => undefined).on('end', () => void (isHeldOpen || socket.end()));
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
  });
  const statuses = (): readonly number[] =>
    [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status)).filter((status) => status >= 200);
  const sendPart = (part: string | Uint8Array): Promise<boolean> =>
    new Promise((resolve) => {
      if (isClosed || !socket.writable) return resolve(false);
      const leave = (): void => resolve(false);
      socket.once('close', leave);
      socket.write(part, (error) => {
        socket.off('close', leave);
        resolve(error === undefined || error === null);
      });
    });
  return {
    get text() {
      return text;
    },
    get isClosed() {
      return isClosed;
    },
    closed,
    async send(...parts) {
      for (const part of parts) if (!(await sendPart(part))) return false;
      return true;
    },
    halfClose: () => void socket.end(),
    holdOpen: () => {
      isHeldOpen = true;
    },
    pause: () => void socket.pause(),
    statuses,
    async answered(count = 1) {
      while (statuses().length < count && !isClosed) {
        await Promise.race([closed, new Promise((resolve) => socket.once('data', resolve))]);
      }
      return statuses();
    },
    destroy: () => void socket.destroy(),
  };
}
