import { createServer } from 'node:net';
import { join } from 'node:path';
import { createServer as createViteServer, type InlineConfig, type ViteDevServer } from 'vite';
import { exampleFolder } from './options.ts';
import { StartFailed } from './start-failed.ts';

/** Where the page finds its authority and its API: the variables that `.env.example` describes. */
export interface PageSettings {
  readonly VITE_AUTHORITY: string;
  readonly VITE_CLIENT_ID: string;
  readonly VITE_API: string;
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
 * Starts Vite's development server for the page, on the very port that its redirect address names.
 *
 * @throws StartFailed `ERR_EXAMPLE_PORT`
 */
export async function startPageServer(port: number, settings: PageSettings): Promise<ViteDevServer> {
  const config = buildViteConfig(settings);
  const server = await createViteServer({
    ...config,
    // stdout belongs to the ready line; Vite's own shortcuts would read a terminal that is not its alone.
    logLevel: 'warn',
    clearScreen: false,
    server: { host: 'localhost', port, strictPort: true },
  });
  try {
    return await server.listen();
  } catch (cause) {
    await server.close();
    if (isTaken(cause)) throw new StartFailed('ERR_EXAMPLE_PORT', { cause, detail: `${port}` });
    throw cause;
  }
}

/**
 * Finds the port of the page before anything is started: the authority must know the redirect address first.
 *
 * @throws StartFailed `ERR_EXAMPLE_PORT`
 */
export async function findPort(port: number): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new StartFailed('ERR_EXAMPLE_PORT', { cause, detail: `${port}` })));
    server.listen({ port, host: 'localhost' }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && /already in use|EADDRINUSE/.test(error.message);
}
