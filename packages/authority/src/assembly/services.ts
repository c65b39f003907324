import type { RequestListener } from 'node:http';
import { type LoopbackListener, listenLoopback } from '../listening/listen-loopback.ts';

/** The listening services of one authority. */
export interface Services {
  /**
   * Starts all of them, or none.
   *
   * @returns the port of the STS
   */
  listen(ports: { readonly stsPort: number; readonly adminPort: number }): Promise<number>;
  adminPort(): number;
  close(): Promise<void>;
}

/** Makes the services; none listens yet. */
export function createServices(parts: {
  readonly sts: RequestListener;
  readonly admin: RequestListener;
  readonly tls: { readonly certPem: string; readonly keyPem: string };
}): Services {
  let open: { readonly sts: LoopbackListener; readonly admin: LoopbackListener } | undefined;
  return {
    listen: async ({ stsPort, adminPort }) => {
      if (open !== undefined) throw new TypeError('The authority listens already');
      const sts = await listenLoopback({ handler: parts.sts, port: stsPort, tls: parts.tls });
      try {
        open = { sts, admin: await listenLoopback({ handler: parts.admin, port: adminPort }) };
      } catch (error) {
        await sts.close();
        throw error;
      }
      return sts.port;
    },
    adminPort: () => {
      if (open === undefined) throw new TypeError('The authority does not listen yet');
      return open.admin.port;
    },
    close: async () => {
      await Promise.all([open?.sts.close(), open?.admin.close()]);
      open = undefined;
    },
  };
}
