import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { exitCodes } from '../errors/exit-codes.ts';
import { addCallCommand } from './call-command.ts';
import { addDemoCommand } from './demo-command.ts';
import { addFaultCommand } from './fault-command.ts';
import { addInspectCommand } from './inspect-command.ts';
import { addRevokeCommand } from './revoke-command.ts';
import { addTokenCommand } from './token-command.ts';
import { addUpCommand } from './up-command.ts';

const afterHelp = `
Start with holdfast up, then, from another terminal in the same folder:

  holdfast call GET https://localhost:8490/orders \\
    --scope api://orders/.default -v
`;

/**
 * Runs the `holdfast` command line.
 *
 * @returns the exit code; a command that serves until it is signalled resolves when it has shut down
 */
export async function runCommandLine(parameters: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const finish = (code: number): void => {
    exitCode = code;
  };
  const program = new Command('holdfast')
    .description(
      'Holder-of-key access tokens: a local Entra-compatible authority, and tools to get, use and understand them.',
    )
    .configureOutput({ outputError: () => undefined })
    .configureHelp({ sortSubcommands: false })
    .addHelpText('after', afterHelp)
    .exitOverride();
  program.option('-V, --version', 'print the version').on('option:version', () => {
    process.stdout.write(`${readVersion()}\n`);
    throw new CommanderError(exitCodes.ok, 'commander.version', '');
  });
  for (const add of [
    addUpCommand,
    addDemoCommand,
    addTokenCommand,
    addCallCommand,
    addInspectCommand,
    addRevokeCommand,
    addFaultCommand,
  ])
    add(program, finish);

  try {
    await program.parseAsync(parameters, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.ok;
    // Without a command the help was shown, which says enough.
    if (error.code === 'commander.help') return exitCodes.usage;
    const { reportMistake } = await import('./report-mistake.ts');
    return reportMistake(error, parameters);
  }
}

function readVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  return manifest.version;
}
