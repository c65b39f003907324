import type { Command } from 'commander';
import type { CallFlags } from '../call/call-flags.ts';
import { addClientOptions, addTokenOptions, collect } from './ask-options.ts';
import type { Finish } from './finish.ts';

const afterHelp = `
Only the origin of URL is given the token, and redirects are not followed. One
nonce and one claims challenge are answered. Exit code: 0 for 2xx, 1 for every
other answer, 2 when nothing was sent because of the command line.

  holdfast call GET https://localhost:8490/orders \\
    --scope api://orders/.default -v
  holdfast call POST https://localhost:8490/orders --body order.json \\
    -H 'content-type: application/json' --scope api://orders/.default
  holdfast call GET https://localhost:8490/orders --ca .holdfast/ca.pem \\
    --token-file token --key proof.pem
  holdfast call GET https://localhost:8490/orders --dry-run \\
    --scope api://orders/.default | holdfast inspect
  holdfast call GET https://localhost:8491/orders --scheme mtls_pop \\
    --scope api://orders/.default --cert client.pem --key client-key.pem
`;

type Flags = Omit<CallFlags, 'method' | 'url'>;

/** Adds `holdfast call`. */
export function addCallCommand(program: Command, finish: Finish): void {
  const command = program
    .command('call')
    .description('call an API with a token and, where it is bound, a fresh proof')
    .argument('<method>', 'GET, POST, …')
    .argument('<url>', 'https address')
    .optionsGroup('The request:')
    .option('-H, --header <line>', 'send a header, Name: value (repeatable)', collect)
    .option('--body <file>', 'send a file, or stdin with -; the proof covers it')
    .option('--dry-run', 'print the signed request instead of sending it')
    .optionsGroup('The answer:')
    .option('-i, --include', 'print its headers too')
    .option('-v, --verbose', 'tell each step; tokens and proofs are not shown')
    .option('--json', 'one JSON object on stdout: status, headers, body, steps');
  addClientOptions(
    addTokenOptions(command).option(
      '--token-file <file>',
      'use this token (- reads stdin) with its --key or --cert; none is acquired',
    ),
  )
    .addHelpText('after', afterHelp)
    .action(async (method: string, url: string, flags: Flags) => {
      const { readEnvironment } = await import('../settings/read-environment.ts');
      const { runCall } = await import('../call/run-call.ts');
      finish(await runCall({ ...flags, method, url }, readEnvironment()));
    });
}
