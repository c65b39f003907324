import type { Command } from 'commander';
import type { InspectFlags } from '../inspect/run-inspect.ts';
import { addAuthorityOptions } from './ask-options.ts';
import type { Finish } from './finish.ts';

const afterHelp = `
Nothing is sent to anybody, unless --verify or --authority says so. Signatures,
private members, nonces and tokens are not shown, so that the report can be
pasted into a ticket; names and ids of the claims are. Exit code: 0 when
nothing is wrong, 1 when something is.

  holdfast inspect token
  holdfast inspect --method GET --url https://localhost:8490/orders < proof
  holdfast inspect 'WWW-Authenticate: PoP nonce="…"'
  holdfast inspect --json client.pem | jq .findings
`;

/** Adds `holdfast inspect`. */
export function addInspectCommand(program: Command, finish: Finish): void {
  const command = program
    .command('inspect')
    .description('explain a token, proof, key, certificate, challenge or request, and say what is wrong with it')
    .argument('[input]', 'the text itself, a file, or - for stdin (the default)')
    .optionsGroup('Compare it with:')
    .option('--method <method>', 'the method of the request that a proof is for')
    .option('--url <url>', 'the address of that request')
    .option('--body <file>', 'the body of that request')
    .option('--nonce <nonce>', 'the nonce that the API gave')
    .option('--certificate <file>', 'the client certificate that a token or an assertion names')
    .option('--token-file <file>', 'the access token that a DPoP proof came with')
    .option('--at <time>', 'judge as of this time, not of now')
    .optionsGroup('Verify access tokens:')
    .option('--verify', 'fetch the keys of the authority and verify signature and issuer')
    .option('--key-set <file>', 'verify with the keys of this JWK Set');
  addAuthorityOptions(command)
    .optionsGroup('Options:')
    .option('--json', 'one JSON object on stdout: kind, members, findings')
    .addHelpText('after', afterHelp)
    .action(async (input: string | undefined, flags: Omit<InspectFlags, 'input'>) => {
      const { readEnvironment } = await import('../settings/read-environment.ts');
      const { runInspect } = await import('../inspect/run-inspect.ts');
      finish(await runInspect({ ...flags, input }, readEnvironment()));
    });
}
