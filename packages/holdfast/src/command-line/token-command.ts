import type { Command } from 'commander';
import type { TokenFlags } from '../token/run-token.ts';
import { addClientOptions, addTokenOptions } from './ask-options.ts';
import type { Finish } from './finish.ts';

const afterHelp = `
The token alone goes to stdout, what is to know about it to stderr. No flag
takes a secret itself: everybody on this machine can read the arguments of a
process. Use the env file, a file, or stdin.

  holdfast token --scope api://orders/.default --key proof.pem --new-key
  holdfast token --scope api://orders/.default --scheme mtls_pop \\
    --cert client.pem --key client-key.pem
  pass show daemon | holdfast token --client-secret-file - --scheme bearer \\
    --authority https://localhost:8443/contoso.example --ca .holdfast/ca.pem \\
    --client-id 11111111-… --scope api://orders/.default
`;

/** Adds `holdfast token`. */
export function addTokenCommand(program: Command, finish: Finish): void {
  const command = program.command('token').description('acquire an access token for an application');
  addClientOptions(addTokenOptions(command))
    .optionsGroup('Options:')
    .option('--claims <claims>', 'claims request, as JSON or as in a challenge')
    .option('--json', 'one JSON object on stdout, with the token in it')
    .addHelpText('after', afterHelp)
    .action(async (flags: TokenFlags) => {
      const { readEnvironment } = await import('../settings/read-environment.ts');
      const { runToken } = await import('../token/run-token.ts');
      finish(await runToken(flags, readEnvironment()));
    });
}
