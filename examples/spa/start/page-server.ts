import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer as createViteServer, type InlineConfig } from 'vite';
import { StartFailed } from './start-failed.ts';

const exampleFolder = fileURLToPath(new URL('..', import.meta.url));

/** Where the page finds its authority and its API: the variables that `.env.example` describes. */
export interface PageSettings {
  readonly VITE_AUTHORITY: string;
  readonly VITE_CLIENT_ID: string;
  readonly VITE_API: string;
}

/** A place for the page, held before anything else is started: the authority must know the redirect address first. */
export interface HeldPort {
  readonly port: number;
  /** Serves the page there, with Vite's development server. */
  serve(settings: PageSettings): Promise<void>;
  close(): Promise<void>;
}

/** The configuration of Vite for the page, with its settings written in. */
export function buildViteConfig(settings: PageSettings): InlineConfig {
  const define = Object.entries(settings).map(([name, value]) => [`import.meta.env.${name}`, JSON.stringify(value)]);
  return {
    root: exampleFolder,
    configFile: join(exampleFolder, 'vite.config.ts'),
    define: Object.fromEntries(define),
  };
}

/**
 * Takes the port of the page.
 *
 * @throws StartFailed `ERR_EXAMPLE_PORT`
 */
export async function holdPort(wanted: number): Promise<HeldPort> {
  const server = createServer();
  await listen(server, wanted);
  const { port } = server.address() as AddressInfo;
  const closing: (() => Promise<unknown>)[] = [];
  return {
    port,
    async serve(settings) {
      // As a middleware: by itself Vite would end the process at SIGTERM, before the browser and its profile are put away.
      const vite = await createViteServer({
        ...buildViteConfig(settings),
        appType: 'mpa',
        logLevel: 'warn',
        server: { middlewareMode: true, hmr: { server, clientPort: port } },
      });
      closing.push(() => vite.close());
      server.on('request', vite.middlewares);
    },
    async close() {
      server.closeAllConnections();
      await Promise.all([...closing.map((close) => close()), new Promise((resolve) => server.close(resolve))]);
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new StartFailed('ERR_EXAMPLE_PORT', { cause, detail: `${port}` })));
    server.listen({ port, host: 'localhost' }, resolve);
  });
}
