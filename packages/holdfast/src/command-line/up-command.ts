import type { PublicHost } from '@holdfast/authority';
import { type Command, InvalidArgumentError } from 'commander';
import type { RedirectUri } from '../up/add-redirect-uris.ts';
import type { Finish } from './finish.ts';

/** Adds `holdfast up`. */
export function addUpCommand(program: Command, finish: Finish): void {
  program
    .command('up')
    .description('start the local authority and the sample API in the foreground')
    .option('--config <file>', 'directory file (YAML)')
    .option('--data <dir>', 'where keys and the directory are kept', '.holdfast')
    .option('--host <name>', 'public name of the services: localhost, 127.0.0.1 or ::1', parseHost, 'localhost')
    .option('--port-base <number>', 'first port; 0 takes free ports', parsePortBase, 8400)
    .option('--json', 'one JSON line on stdout when ready, logs on stderr', false)
    .option('--redirect-uri <app=uri>', 'register one more redirect address (repeatable)', collectRedirectUri, [])
    .action(async ({ config, data, host, portBase, json, redirectUri }: UpFlags) => {
      // Each command loads its own half of the program: `--help` should not wait for a web server.
      const { runUp } = await import('../up/run-up.ts');
      finish(
        await runUp({
          configFile: config,
          dataDirectory: data,
          host,
          portBase,
          json,
          redirectUris: redirectUri,
        }),
      );
    });
}

interface UpFlags {
  readonly config?: string;
  readonly data: string;
  readonly host: PublicHost;
  readonly portBase: number;
  readonly json: boolean;
  readonly redirectUri: readonly RedirectUri[];
}

function parseHost(name: string): PublicHost {
  if (name === 'localhost' || name === '127.0.0.1' || name === '::1') return name;
  throw new InvalidArgumentError('The services listen on loopback only: localhost, 127.0.0.1 or ::1.');
}

function parsePortBase(text: string): number {
  const value = Number(text);
  // The highest port is base + 91.
  if (!/^[0-9]{1,5}$/.test(text) || (value !== 0 && value < 1024) || value > 65_444) {
    throw new InvalidArgumentError('Give 0, or a number from 1024 to 65444.');
  }
  return value;
}

function collectRedirectUri(text: string, collected: readonly RedirectUri[]): readonly RedirectUri[] {
  const at = text.indexOf('=');
  const uri = text.slice(at + 1);
  if (at < 1 || !URL.canParse(uri))
    throw new InvalidArgumentError('Write it as APP=URI, for example spa=http://localhost:5173/.');
  return [...collected, { application: text.slice(0, at), uri }];
}
