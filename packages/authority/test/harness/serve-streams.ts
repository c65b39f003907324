import type { ServerResponse } from 'node:http';
import { openRawConnection, type RawConnection } from '@holdfast/testing';
import { type LoopbackListener, listenLoopback } from '../../src/listening/listen-loopback.ts';

/** Streams on a server of their own. */
export interface ServedStreams {
  readonly listener: LoopbackListener;
  /** What every reader was answered with, in their order. */
  readonly responses: ServerResponse[];
  readonly subscribe: () => Promise<RawConnection>;
}

/** Serves streams without the admin service around them; a reader that is refused gets 503. */
export async function serveStreams(
  path: string,
  streams: { open(response: ServerResponse, cursor: string | undefined): void },
): Promise<ServedStreams> {
  const responses: ServerResponse[] = [];
  const listener = await listenLoopback({
    port: 0,
    handler: (_request, response) => {
      responses.push(response);
      try {
        streams.open(response, undefined);
      } catch {
        response.writeHead(503).end();
      }
    },
  });
  const subscribe = async (): Promise<RawConnection> => {
    const reader = await openRawConnection({ port: listener.port });
    await reader.send(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
    return reader;
  };
  return { listener, responses, subscribe };
}
