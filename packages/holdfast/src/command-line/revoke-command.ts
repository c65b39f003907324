import type { Command } from 'commander';
import type { RevokeFlags } from '../revoke/run-revoke.ts';
import { addAdminOptions } from './admin-options.ts';
import type { Finish } from './finish.ts';

const afterHelp = `
APIs that follow the authority refuse what is revoked at once; a client that
answers claims challenges gets a new token. Revoking again counts from then on.
Exit code: 0 when it is revoked, 1 when the authority says no, 2 for a mistake
in the command line.

  holdfast revoke --application daemon
  holdfast revoke --token < token
  holdfast revoke --token --key < token
  holdfast revoke --user ada@contoso.example \\
    --claims '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
`;

/** Adds `holdfast revoke`. */
export function addRevokeCommand(program: Command, finish: Finish): void {
  const command = program
    .command('revoke')
    .description('revoke tokens of a running holdfast up: of somebody, one, or all that are bound to a key')
    .optionsGroup('What is revoked (one of these):')
    .option('--user <user>', 'every token of a user until now: user name or object id')
    .option('--application <application>', 'of an application: name, client id or object id')
    .option('--identity <identity>', 'of a managed identity: name, client, object or resource id')
    .option('--uti <uti>', 'one token, by its uti')
    .option('--jkt <thumbprint>', 'every token bound to a key, for good: SHA-256 of RFC 7638')
    .option('--x5t <thumbprint>', 'the same for a certificate: SHA-256 of its DER, base64url or hexadecimal')
    .option('--attestation <id>', 'what was shown of a key: jti of an attestation token, or the id of the key')
    .option('--token', 'the token on stdin; it is read, and never shown')
    .option('--key', 'with --token: the key or the certificate that it is bound to')
    .optionsGroup('Options:')
    .option('--claims <claims>', 'what APIs ask for then, as JSON or as in a challenge')
    .option('--json', 'the entry as one JSON object on stdout');
  addAdminOptions(command)
    .addHelpText('after', afterHelp)
    .action(async (flags: RevokeFlags) => {
      const { runRevoke } = await import('../revoke/run-revoke.ts');
      finish(await runRevoke(flags));
    });
}
