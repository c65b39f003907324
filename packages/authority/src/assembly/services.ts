import type { RequestListener } from 'node:http';
import { type LoopbackListener, listenLoopback } from '../listening/listen-loopback.ts';

/** The ports of the services; 0 takes a free one. */
export interface ServicePorts {
  readonly sts: number;
  readonly mtlsSts: number;
  readonly machine: number;
  readonly admin: number;
}

/** What answers on them. */
export interface ServiceHandlers {
  readonly sts: RequestListener;
  readonly mtlsSts: RequestListener;
  readonly machine: RequestListener;
  readonly admin: RequestListener;
}

/** The listening services of one authority. */
export interface Services {
  /**
   * Starts all of them, or none.
   *
   * @returns the ports they really listen on
   */
  listen(ports: ServicePorts): Promise<ServicePorts>;
  /**
   * The ports they listen on.
   *
   * @throws TypeError while they do not
   */
  ports(): ServicePorts;
  close(): Promise<void>;
}

/** Makes the services; none listens yet. */
export function createServices(
  parts: ServiceHandlers & { readonly tls: { readonly certPem: string; readonly keyPem: string } },
): Services {
  const { tls } = parts;
  let open: { readonly ports: ServicePorts; readonly listeners: readonly LoopbackListener[] } | undefined;
  const getPorts = (): ServicePorts => {
    if (open === undefined) throw new TypeError('The authority does not listen yet');
    return open.ports;
  };
  const closeAll = async (listeners: readonly LoopbackListener[]): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.close()));
  };
  return {
    listen: async (ports) => {
      if (open !== undefined) throw new TypeError('The authority listens already');
      const listeners: LoopbackListener[] = [];
      const start = async (options: Parameters<typeof listenLoopback>[0]): Promise<number> => {
        const listener = await listenLoopback(options);
        listeners.push(listener);
        return listener.port;
      };
      try {
        const sts = await start({ handler: parts.sts, port: ports.sts, tls });
        const asking = { ...tls, clientCertificate: 'requested' } as const;
        const mtlsSts = await start({ handler: parts.mtlsSts, port: ports.mtlsSts, tls: asking });
        const machine = await start({ handler: parts.machine, port: ports.machine });
        const admin = await start({ handler: parts.admin, port: ports.admin });
        open = { listeners, ports: { sts, mtlsSts, machine, admin } };
      } catch (error) {
        await closeAll(listeners);
        throw error;
      }
      return open.ports;
    },
    ports: getPorts,
    close: async () => {
      await closeAll(open?.listeners ?? []);
      open = undefined;
    },
  };
}
