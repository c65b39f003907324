import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { StartFailed } from './start-failed.ts';

/** What `npm run example:spa` was asked for. */
export interface Options {
  /** Port of the page. Another than 5173 is registered as a redirect address of the application `spa`. */
  readonly port: number;
  /** First port of `holdfast up`; 0 takes free ones. */
  readonly portBase: number;
  /** Where `holdfast up` keeps its keys: its own place, so that another one may run beside it. */
  readonly dataDirectory: string;
  readonly json: boolean;
  readonly open: boolean;
}

export const defaultPort = 5173;

export const usage: string = `npm run example:spa -- [options]

  --port <number>       port of the page (${defaultPort}); 0 takes a free one
  --port-base <number>  first port of holdfast up (8500); 0 takes free ones
  --data <dir>          where holdfast up keeps its keys (examples/spa/.holdfast)
  --no-open             open no browser
  --json                one JSON line on stdout when ready, logs on stderr`;

/**
 * Reads the command line.
 *
 * @throws StartFailed `ERR_EXAMPLE_USAGE`
 */
export function readOptions(parameters: readonly string[]): Options | 'help' {
  const { values } = parse(parameters);
  if (values.help === true) return 'help';
  return {
    port: readPort(values.port ?? `${defaultPort}`),
    portBase: readPort(values['port-base'] ?? '8500'),
    dataDirectory: values.data ?? fileURLToPath(new URL('../.holdfast', import.meta.url)),
    json: values.json === true,
    open: values.open !== false,
  };
}

function parse(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      allowNegative: true,
      options: {
        port: { type: 'string' },
        'port-base': { type: 'string' },
        data: { type: 'string' },
        open: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw new StartFailed('ERR_EXAMPLE_USAGE', { cause, detail: cause instanceof Error ? cause.message : undefined });
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^[0-9]{1,5}$/.test(text) && (port === 0 || (port >= 1024 && port <= 65_444))) return port;
  throw new StartFailed('ERR_EXAMPLE_USAGE', { detail: 'a port is 0, or a number from 1024 to 65444' });
}
