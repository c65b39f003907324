import type { PublicHost } from '@holdfast/authority';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { findWeakness, type Weakness, weaknesses } from '../demo/weaknesses.ts';
import { CommandLineInvalid } from '../errors/command-line-invalid.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import type { RedirectUri } from '../up/add-redirect-uris.ts';
import { reportFailure } from '../up/report-failure.ts';

/**
 * Runs the `holdfast` command line.
 *
 * @returns the exit code; a command that serves until it is signalled resolves when it has shut down
 */
export async function runCommandLine(parameters: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const program = new Command('holdfast')
    .description('Holder-of-key access tokens: a local Entra-compatible authority, and a theatre of stolen tokens.')
    .configureOutput({ outputError: () => undefined })
    .exitOverride();

  program
    .command('up')
    .description('start the local authority and the sample API in the foreground')
    .option('--config <file>', 'directory file (YAML)')
    .option('--data <dir>', 'where keys and the directory are kept', '.holdfast')
    .option('--host <name>', 'public name of the services: localhost, 127.0.0.1 or ::1', parseHost, 'localhost')
    .option('--port-base <number>', 'first port; 0 takes free ports', parsePortBase, 8400)
    .option('--json', 'one JSON line on stdout when ready, logs on stderr', false)
    .option('--redirect-uri <app=uri>', 'register one more redirect address (repeatable)', collectRedirectUri, [])
    .action(async (options: UpFlags) => {
      // Each command loads its own half of the program: `--help` should not wait for a web server.
      const { runUp } = await import('../up/run-up.ts');
      const { config, data, host, portBase, json, redirectUri } = options;
      exitCode = await runUp({
        configFile: config,
        dataDirectory: data,
        host,
        portBase,
        json,
        redirectUris: redirectUri,
      });
    });

  program
    .command('demo')
    .description('play every flow on a private authority, then every attack on it')
    .option('--json', 'one JSON line per act', false)
    .addOption(
      new Option('--weaken <defence>', `leave one defence out and see the thief get through: ${names()}`).argParser(
        parseWeakness,
      ),
    )
    .action(async (options: DemoFlags) => {
      exitCode = await playDemo(options);
    });

  try {
    await program.parseAsync(parameters, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.ok;
    // Without a command the help was shown, which says enough.
    return error.code === 'commander.help' ? exitCodes.usage : reportMistake(error, parameters);
  }
}

interface DemoFlags {
  readonly json: boolean;
  readonly weaken?: Weakness;
}

async function playDemo({ json, weaken }: DemoFlags): Promise<number> {
  const { runDemo } = await import('../demo/run-demo.ts');
  try {
    const failed = await runDemo({ json, weakness: weaken });
    for (const act of failed) {
      const says = act.kind === 'attack' ? `the attack ${act.act} got through` : `the flow ${act.act} failed`;
      process.stderr.write(`holdfast demo: ${says}${act.code === undefined ? '' : ` (${act.code})`}.\n`);
    }
    return failed.length === 0 ? exitCodes.ok : exitCodes.refused;
  } catch (error) {
    return reportFailure(error, { command: 'holdfast demo', json });
  }
}

function reportMistake({ message }: CommanderError, parameters: readonly string[]): number {
  const command = parameters[0] === 'up' || parameters[0] === 'demo' ? `holdfast ${parameters[0]}` : 'holdfast';
  // Names of flags help; values are not repeated, here as elsewhere.
  const detail = message
    .replace(/^error: /, '')
    .replace(/ argument '[\s\S]*' is invalid\./, ' takes another value.')
    .replace(/('--[^'=]*)=[\s\S]*'/, "$1'")
    .replace(/(arguments? but got \d+): [\s\S]*/, '$1')
    .replace(/\.$/, '');
  // Only `up` promises a line for programs; a flag that comes after the mistake counts too.
  const json = command === 'holdfast up' && parameters.includes('--json');
  return reportFailure(new CommandLineInvalid(detail), { command, json });
}

interface UpFlags {
  readonly config?: string;
  readonly data: string;
  readonly host: PublicHost;
  readonly portBase: number;
  readonly json: boolean;
  readonly redirectUri: readonly RedirectUri[];
}

function names(): string {
  return weaknesses.map((weakness) => weakness.name).join(', ');
}

function parseWeakness(name: string): Weakness {
  const weakness = findWeakness(name);
  if (weakness === undefined) throw new InvalidArgumentError(`Choose one of ${names()}.`);
  return weakness;
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
