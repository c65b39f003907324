import type { CommanderError } from 'commander';
import { CommandLineInvalid } from '../errors/command-line-invalid.ts';

const commands: ReadonlySet<string> = new Set(['up', 'demo', 'token', 'call', 'inspect', 'revoke', 'fault']);

/**
 * Tells that a command line is not understood. Names of flags help; values are not repeated, here as elsewhere.
 *
 * @returns the exit code
 */
export async function reportMistake({ message }: CommanderError, parameters: readonly string[]): Promise<number> {
  const [first = ''] = parameters;
  const command = commands.has(first) ? `holdfast ${first}` : 'holdfast';
  const detail = message
    .replace(/^error: /, '')
    .replace(/^command-argument value '[\s\S]*' is invalid for argument ('[a-z]+')\./, '$1 takes another value.')
    .replace(/ argument '[\s\S]*' is invalid\./, ' takes another value.')
    .replace(/('--[^'=<]*)=[\s\S]*'/, "$1'")
    .replace(/(arguments? but got \d+): [\s\S]*/, '$1')
    // What does not look like the name of a flag or a command may be a token that stands in the wrong place.
    .replace(/^(unknown (?:option|command)) '(?!-{0,2}[A-Za-z][A-Za-z-]{0,23}')[\s\S]*$/, '$1')
    .replace(/\.$/, '')
    .replace(/\s+/g, ' ');
  const error = new CommandLineInvalid(detail);
  // A flag that comes after the mistake counts too.
  const json = parameters.includes('--json');
  if (first === 'up' || !commands.has(first) || first === 'demo') {
    const { reportFailure } = await import('../up/report-failure.ts');
    return reportFailure(error, { command, json: json && first === 'up' });
  }
  const { reportRefusal } = await import('../terminal/report.ts');
  return reportRefusal(error, { command, json });
}
